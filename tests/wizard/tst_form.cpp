#include "app/common/connectors.h"
#include "connector/registry.h"
#include "widgets/form/choicefields.h"
#include "widgets/form/linefields.h"
#include "widgets/form/listfields.h"
#include "widgets/form/namepicker.h"
#include "widgets/form/optionform.h"

#include <QCheckBox>
#include <QJsonArray>
#include <QListWidget>
#include <QMenu>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace sluice;

// The form that is drawn from options, used as a person uses it.
class FormTest : public QObject
{
    Q_OBJECT
public:
    explicit FormTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void everyConnectorHasAForm();
    void showingChangesNothing();
    void textsAndNumbers();
    void formsOfValuesAreKept();
    void emptiedFieldsGiveTheirKeyUp();
    void choices();
    void variablesEverywhere();
    void secretsStayHidden();
    void listsAndObjects();
    void issuesStandBesideTheField();
    void advancedIsFolded();
    void otherKeysAreListed();
    void namesAreOffered();
    void readOnlyTakesNothing();

private:
    OptionForm *make(const OptionSpecs &options, const QJsonObject &values = {});
    static OptionSpec option(const char *key, OptionKind kind, const char *example = "");
    OptionSpecs few() const;
    ValueEdit *edit(const char *key) const { return m_form->row(QLatin1String(key))->findChild<ValueEdit *>(); }
    QJsonValue value(const char *key) const { return m_form->values().value(QLatin1String(key)); }
    QAction *menuVerb(const char *key, const QString &text);

    Appearance &m_look;
    ConnectorRegistry m_connectors;
    std::unique_ptr<QScrollArea> m_area;
    OptionForm *m_form = nullptr;
};

void FormTest::init()
{
    m_connectors = ConnectorRegistry();
    addConnectors(m_connectors);
}

void FormTest::cleanup()
{
    m_area.reset();
}

OptionSpec FormTest::option(const char *key, OptionKind kind, const char *example)
{
    OptionSpec spec;
    spec.key = QLatin1String(key);
    spec.title = spec.key;
    spec.kind = kind;
    spec.example = QLatin1String(example);
    return spec;
}

OptionSpecs FormTest::few() const
{
    OptionSpec mode = option("truncate", OptionKind::Boolean);
    mode.choiceTitles = {QStringLiteral("Append"), QStringLiteral("Overwrite")};
    mode.required = true;
    OptionSpec pick = option("codec", OptionKind::Choice);
    pick.choices = {QStringLiteral("raw"), QStringLiteral("zlib")};
    OptionSpec deep = option("deep", OptionKind::Integer);
    deep.advanced = true;
    deep.defaultValue = 7;
    return {option("name", OptionKind::Text),
            option("count", OptionKind::Integer, "5"),
            option("rate", OptionKind::Number, "\"12\""),
            option("flag", OptionKind::Boolean),
            mode,
            pick,
            option("key", OptionKind::Secret),
            option("parts", OptionKind::List),
            option("more", OptionKind::Object),
            option("table", OptionKind::Table),
            deep};
}

OptionForm *FormTest::make(const OptionSpecs &options, const QJsonObject &values)
{
    m_area = std::make_unique<QScrollArea>();
    m_area->setWidgetResizable(true);
    m_form = new OptionForm(m_look, options);
    m_area->setWidget(m_form);
    m_area->resize(460, 420);
    m_form->setValues(values);
    m_area->show();
    if (!QTest::qWaitForWindowExposed(m_area.get()))
        qFatal("the form is not shown");
    m_area->activateWindow();
    return m_form;
}

QAction *FormTest::menuVerb(const char *key, const QString &text)
{
    QWidget *input = m_form->row(QLatin1String(key))->field().focusProxy();
    QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(2, 2), input->mapToGlobal(QPoint(2, 2)));
    QCoreApplication::sendEvent(input, &event);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    if (!menu)
        return nullptr;
    for (QAction *action : menu->actions())
        if (action->text() == text)
            return action;
    return nullptr;
}

void FormTest::everyConnectorHasAForm()
{
    for (const Connector *connector : m_connectors.all()) {
        const ConnectorInfo &info = connector->info();
        const QString type = info.stepType;
        for (const OptionSpecs &options : {info.sourceOptions, info.readerOptions, info.writerOptions}) {
            OptionForm *form = make(options);
            for (const OptionSpec &spec : options) {
                QVERIFY2(form->row(spec.key), qPrintable(type + u' ' + spec.key));
                QVERIFY2(form->goTo(spec.key), qPrintable(spec.key));
                QWidget *input = form->row(spec.key)->field().focusProxy();
                QVERIFY2(input && !input->accessibleName().isEmpty(), qPrintable(type + u' ' + spec.key));
            }
        }
    }
}

void FormTest::showingChangesNothing()
{
    const QJsonObject values{{QStringLiteral("name"), QStringLiteral("")},
                             {QStringLiteral("count"), QStringLiteral("007")},
                             {QStringLiteral("rate"), 1e9},
                             {QStringLiteral("flag"), QStringLiteral("True")},
                             {QStringLiteral("truncate"), 5},
                             {QStringLiteral("codec"), QStringLiteral("ZLIB")},
                             {QStringLiteral("parts"), QStringLiteral("one")},
                             {QStringLiteral("more"), QJsonArray{1, QJsonObject{}}},
                             {QStringLiteral("table"), QJsonArray{QStringLiteral("a")}},
                             {QStringLiteral("deep"), QJsonValue::Null},
                             {QStringLiteral("other"), false}};
    OptionForm *form = make(few());
    QSignalSpy edits(form, &OptionForm::edited);
    form->setValues(values);
    for (const QString &key : values.keys())
        form->goTo(key);
    form->setValues(values);
    QCOMPARE(edits.size(), 0);
    QCOMPARE(form->values(), values);
}

void FormTest::textsAndNumbers()
{
    make(few());
    QSignalSpy edits(m_form, &OptionForm::edited);
    QTest::keyClicks(edit("name"), QStringLiteral("ab"));
    QCOMPARE(edits.size(), 2);
    QCOMPARE(edits.last()[0].toString(), QStringLiteral("name"));
    QVERIFY(edits.last()[2].toBool()); // typing
    QCOMPARE(value("name"), QJsonValue(QStringLiteral("ab")));
    QTest::keyClicks(edit("count"), QStringLiteral("42"));
    QCOMPARE(value("count"), QJsonValue(42));
    QTest::keyClicks(edit("count"), QStringLiteral("x")); // refused by nobody: validation says so
    QCOMPARE(value("count"), QJsonValue(QStringLiteral("42x")));
    QTest::keyClicks(edit("rate"), QStringLiteral("1.5"));
    QCOMPARE(value("rate"), QJsonValue(QStringLiteral("1.5"))); // as the documents print it
    // Values that come back while they are typed leave the caret alone.
    edit("name")->setCursorPosition(1);
    m_form->setValues(m_form->values());
    QCOMPARE(edit("name")->cursorPosition(), 1);
}

void FormTest::formsOfValuesAreKept()
{
    make(few(), {{QStringLiteral("count"), QStringLiteral("3")},
                 {QStringLiteral("rate"), 3},
                 {QStringLiteral("flag"), QStringLiteral("false")}});
    QTest::keyClick(edit("count"), Qt::Key_0);
    QCOMPARE(value("count"), QJsonValue(QStringLiteral("30")));
    QTest::keyClick(edit("rate"), Qt::Key_0);
    QCOMPARE(value("rate"), QJsonValue(30));
    auto *flag = m_form->row(QStringLiteral("flag"))->findChild<QCheckBox *>();
    QTest::mouseClick(flag, Qt::LeftButton, {}, QPoint(6, flag->height() / 2));
    QCOMPARE(value("flag"), QJsonValue(QStringLiteral("true")));
}

void FormTest::emptiedFieldsGiveTheirKeyUp()
{
    make(few(), {{QStringLiteral("name"), QStringLiteral("a")}});
    edit("name")->setFocus();
    QTest::keyClick(edit("name"), Qt::Key_Backspace);
    QCOMPARE(value("name"), QJsonValue(QString())); // its place is kept while it may be typed anew
    edit("count")->setFocus();
    QVERIFY(value("name").isUndefined());
    QAction *empty = menuVerb("name", QStringLiteral("Empty text"));
    QVERIFY(empty);
    empty->trigger();
    QApplication::activePopupWidget()->close();
    QCOMPARE(value("name"), QJsonValue(QString()));
    QAction *back = menuVerb("name", QStringLiteral("Back to default"));
    QVERIFY(back && back->isEnabled());
    back->trigger();
    QApplication::activePopupWidget()->close();
    QVERIFY(value("name").isUndefined());
}

void FormTest::choices()
{
    make(few());
    auto *mode = m_form->row(QStringLiteral("truncate"))->findChild<SegmentedSwitch *>();
    QVERIFY(mode);
    QCOMPARE(mode->current(), 0); // append is shown, and nothing is said yet
    QVERIFY(value("truncate").isUndefined());
    QTest::mouseClick(mode, Qt::LeftButton, {}, QPoint(10, 10));
    QCOMPARE(value("truncate"), QJsonValue(false));
    mode->setFocus();
    QTest::keyClick(mode, Qt::Key_Right);
    QCOMPARE(value("truncate"), QJsonValue(true));
    auto *list = m_form->row(QStringLiteral("codec"))->findChild<ChoiceBox *>();
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Down); // none → raw
    QCOMPARE(value("codec"), QJsonValue(QStringLiteral("raw")));
    QTest::keyClick(list, Qt::Key_Up);
    QVERIFY(value("codec").isUndefined());
    edit("name")->setFocus(); // the wheel scrolls the page, not a list that is passed
    QWheelEvent wheel(QPointF(5, 5), list->mapToGlobal(QPointF(5, 5)), {}, {0, -120}, {}, {}, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(list, &wheel);
    QVERIFY(value("codec").isUndefined());
}

void FormTest::variablesEverywhere()
{
    make(few(),
         {{QStringLiteral("flag"), QStringLiteral("${flag}")}, {QStringLiteral("count"), QStringLiteral("${n}")}});
    auto *flag = qobject_cast<const ChoiceField *>(&m_form->row(QStringLiteral("flag"))->field());
    QVERIFY(flag && flag->isText());
    QCOMPARE(edit("flag")->text(), QStringLiteral("${flag}"));
    QVERIFY(edit("count")->font().fixedPitch());
    QTest::keyClick(edit("count"), Qt::Key_End);
    QTest::keyClicks(edit("count"), QStringLiteral("0"));
    QCOMPARE(value("count"), QJsonValue(QStringLiteral("${n}0")));
    // A choice takes one by its menu, and goes back to its list.
    QAction *use = menuVerb("codec", QStringLiteral("Use a variable"));
    QVERIFY(use);
    use->trigger();
    QApplication::activePopupWidget()->close();
    QTest::keyClicks(edit("codec"), QStringLiteral("codec"));
    QCOMPARE(value("codec"), QJsonValue(QStringLiteral("${codec}")));
    m_form->setResolver(
        [](const QString &text) { return QString(text).replace(QStringLiteral("${codec}"), QStringLiteral("zlib")); });
    auto *back = m_form->row(QStringLiteral("codec"))->findChild<QToolButton *>();
    QTest::mouseClick(back, Qt::LeftButton);
    QVERIFY(value("codec").isUndefined());
    QCOMPARE(variableRanges(QStringLiteral("a${b}${c}")), (QList<std::pair<int, int>>{{1, 4}, {5, 4}}));
}

void FormTest::secretsStayHidden()
{
    make(few(), {{QStringLiteral("key"), QStringLiteral("hidden")}});
    m_form->setKeptSecrets({QStringLiteral("key")});
    auto *reveal = m_form->row(QStringLiteral("key"))->findChild<QToolButton *>();
    QCOMPARE(edit("key")->echoMode(), QLineEdit::Password);
    QVERIFY(!reveal->isEnabled()); // what was there is never shown
    QTest::keyClicks(edit("key"), QStringLiteral("x"));
    QVERIFY(!reveal->isEnabled());
    edit("key")->clear();
    QCOMPARE(edit("key")->placeholderText(), QStringLiteral("unchanged"));
    QTest::keyClicks(edit("key"), QStringLiteral("new"));
    QVERIFY(reveal->isEnabled());
    QTest::mouseClick(reveal, Qt::LeftButton);
    QCOMPARE(edit("key")->echoMode(), QLineEdit::Normal);
}

void FormTest::listsAndObjects()
{
    make(few());
    auto *parts = qobject_cast<LinesEdit *>(m_form->row(QStringLiteral("parts"))->field().focusProxy());
    QVERIFY(parts);
    QTest::keyClicks(parts, QStringLiteral("pt=1,ds=*"));
    QTest::keyClick(parts, Qt::Key_Return);
    QCOMPARE(value("parts"), QJsonValue(QJsonArray{QStringLiteral("pt=1,ds=*")}));
    QTest::keyClicks(parts, QStringLiteral("pt=2"));
    QCOMPARE(value("parts"), QJsonValue(QJsonArray{QStringLiteral("pt=1,ds=*"), QStringLiteral("pt=2")}));
    auto *more = qobject_cast<LinesEdit *>(m_form->row(QStringLiteral("more"))->field().focusProxy());
    QTest::keyClicks(more, QStringLiteral("{\"a\": 1"));
    QVERIFY(value("more").isUndefined()); // half of it is nothing yet
    QTest::keyClicks(more, QStringLiteral("}"));
    QCOMPARE(value("more"), QJsonValue(QJsonObject{{QStringLiteral("a"), 1}}));
    // Tab leaves both.
    parts->setFocus();
    QTest::keyClick(parts, Qt::Key_Tab);
    QVERIFY(!parts->hasFocus());
}

void FormTest::issuesStandBesideTheField()
{
    make(few());
    Issue issue;
    issue.message = QStringLiteral("\"count\" must be a whole number.");
    issue.cure = QStringLiteral("Use 5");
    m_form->setIssues(QMap<QString, Issue>{{QStringLiteral("count"), issue}});
    OptionRow *row = m_form->row(QStringLiteral("count"));
    QCOMPARE(row->issueText(), issue.message);
    QVERIFY(edit("count")->property("invalid").toBool());
    QSignalSpy cures(m_form, &OptionForm::cureRequested);
    for (QPushButton *button : row->findChildren<QPushButton *>())
        QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(cures.size(), 1);
    m_form->setIssues(QMap<QString, QString>{{QStringLiteral("name"), QStringLiteral("No.")}});
    QVERIFY(!row->hasIssue());
    QVERIFY(!edit("count")->property("invalid").toBool());
    QCOMPARE(m_form->row(QStringLiteral("name"))->issueText(), QStringLiteral("No."));
}

void FormTest::advancedIsFolded()
{
    make(few());
    QToolButton *fold = nullptr;
    for (QToolButton *button : m_form->findChildren<QToolButton *>())
        if (button->isCheckable() && button->text().startsWith(QLatin1String("Advanced")))
            fold = button;
    QVERIFY(fold);
    QVERIFY2(fold->text().startsWith(QLatin1String("Advanced, 1 option")), qPrintable(fold->text()));
    QVERIFY(!edit("deep")->isVisible());
    m_area->ensureWidgetVisible(fold);
    QTest::mouseClick(fold, Qt::LeftButton);
    QVERIFY(edit("deep")->isVisible());
    QTest::mouseClick(fold, Qt::LeftButton);
    QVERIFY(m_form->goTo(QStringLiteral("deep"))); // a jump opens it
    QTRY_VERIFY(edit("deep")->hasFocus());
    QTest::keyClicks(edit("deep"), QStringLiteral("1"));
    QCOMPARE(fold->text(), QStringLiteral("Advanced, 1 set, 0 options at default"));
    QVERIFY(!m_form->goTo(QStringLiteral("nothing")));
}

void FormTest::otherKeysAreListed()
{
    make(few(), {{QStringLiteral("mine"), QJsonArray{1, 2}}, {QStringLiteral("column"), QStringLiteral("*")}});
    const auto lists = [this](const char *text) {
        for (QLabel *label : m_form->findChildren<QLabel *>())
            if (label->isVisibleTo(m_form) && label->text().contains(QLatin1String(text)))
                return true;
        return false;
    };
    QVERIFY(lists("mine: [1, 2]"));
    QVERIFY(lists("column: "));
    m_form->setShownElsewhere({QStringLiteral("column")});
    m_form->setValues(m_form->values());
    QVERIFY(!lists("column: "));
    QTest::keyClicks(edit("name"), QStringLiteral("a"));
    QCOMPARE(value("mine"), QJsonValue(QJsonArray{1, 2}));
}

void FormTest::namesAreOffered()
{
    make(few());
    QStringList asked;
    m_form->setNameProvider([&asked](const OptionSpec &, const QString &prefix, auto take) {
        asked.append(prefix);
        take(prefix.isEmpty() ? OfferedNames{{QStringLiteral("orders"), QStringLiteral("users")}, {}}
                              : OfferedNames{{}, QStringLiteral("The service does not answer.")});
    });
    edit("table")->setFocus();
    QTest::keyClick(edit("table"), Qt::Key_Down, Qt::AltModifier);
    auto *picker = m_form->findChild<NamePicker *>();
    QVERIFY(picker && picker->isVisible());
    QCOMPARE(asked, QStringList{QString()});
    QCOMPARE(picker->list().count(), 2);
    QTest::keyClicks(&picker->filter(), QStringLiteral("us"));
    QCOMPARE(picker->list().count(), 1);
    QTRY_COMPARE(asked.size(), 2); // after a pause the service is asked too, and fails: what is known stays
    QCOMPARE(picker->list().count(), 1);
    QTest::keyClick(&picker->filter(), Qt::Key_Return);
    QVERIFY(!picker->isVisible());
    QCOMPARE(value("table"), QJsonValue(QStringLiteral("users")));
}

void FormTest::readOnlyTakesNothing()
{
    make(few(), {{QStringLiteral("name"), QStringLiteral("a")}});
    m_form->setReadOnly(true);
    QSignalSpy edits(m_form, &OptionForm::edited);
    QTest::keyClicks(edit("name"), QStringLiteral("b"));
    auto *flag = m_form->row(QStringLiteral("flag"))->findChild<QCheckBox *>();
    QTest::mouseClick(flag, Qt::LeftButton, {}, QPoint(6, flag->height() / 2));
    QCOMPARE(edits.size(), 0);
}

std::unique_ptr<QObject> makeFormTest(Appearance &look)
{
    return std::make_unique<FormTest>(look);
}

#include "tst_form.moc"
