#include "widgets/common/theme.h"

#include <QTest>

#include <memory>

using namespace sluice;

class ThemeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void textIsReadable_data();
    void textIsReadable();
    void statesAreReadableOnTheirOwnFill();
    void linesAreVisible();
    void rolesHaveNames();
};

static const Theme themes[] = {Theme::light(), Theme::dark()};

void ThemeTest::textIsReadable_data()
{
    QTest::addColumn<Role>("text");
    QTest::addColumn<QList<Role>>("grounds");
    const QList<Role> everywhere{Role::Window, Role::Panel, Role::Canvas,   Role::Sunken,      Role::Raised,
                                 Role::Field,  Role::Hover, Role::Selected, Role::SelectedIdle};
    for (const Role role :
         {Role::T1, Role::T2, Role::T3, Role::Accent, Role::Ok, Role::Warn, Role::Error, Role::Running})
        QTest::newRow(qPrintable(roleName(role))) << role << everywhere;
    for (const Role role :
         {Role::CodeKey, Role::CodeString, Role::CodeNumber, Role::CodeKeyword, Role::CodeVariable, Role::CodeComment})
        QTest::newRow(qPrintable(roleName(role))) << role << QList<Role>{Role::Canvas, Role::Hover};
    QTest::newRow("onAccent") << Role::OnAccent << QList<Role>{Role::Accent, Role::AccentHover};
    QTest::newRow("t2 on chips") << Role::T2 << QList<Role>{Role::NeutralSoft};
}

void ThemeTest::textIsReadable()
{
    QFETCH(Role, text);
    QFETCH(QList<Role>, grounds);
    for (const Theme &theme : themes)
        for (const Role ground : grounds)
            QVERIFY2(contrast(theme[text], theme[ground]) >= 4.5, qPrintable(roleName(ground)));
}

void ThemeTest::statesAreReadableOnTheirOwnFill()
{
    const std::pair<Role, Role> pairs[] = {{Role::Ok, Role::OkSoft},
                                           {Role::Warn, Role::WarnSoft},
                                           {Role::Error, Role::ErrorSoft},
                                           {Role::Running, Role::RunningSoft},
                                           {Role::Accent, Role::AccentSoft}};
    for (const Theme &theme : themes)
        for (const auto &[state, fill] : pairs)
            QVERIFY2(contrast(theme[state], theme[fill]) >= 4.5, qPrintable(roleName(state)));
}

void ThemeTest::linesAreVisible()
{
    for (const Theme &theme : themes)
        for (const Role role : {Role::Line3, Role::Chart1, Role::Chart2, Role::Chart3, Role::Chart4})
            QVERIFY2(contrast(theme[role], theme[Role::Canvas]) >= 3, qPrintable(roleName(role)));
}

void ThemeTest::rolesHaveNames()
{
    QSet<QString> names;
    for (int i = 0; i < roleCount; ++i)
        names.insert(roleName(Role(i)));
    QCOMPARE(names.size(), roleCount);
    QCOMPARE(roleName(Role::Chart4), QStringLiteral("chart4")); // the table is in the order of the roles
    QCOMPARE(roleName(Role::CodeComment), QStringLiteral("codeComment"));
    QCOMPARE(roleName(Role::Selected), QStringLiteral("selected"));
}

std::unique_ptr<QObject> makeThemeTest()
{
    return std::make_unique<ThemeTest>();
}

#include "tst_theme.moc"
