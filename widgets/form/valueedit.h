#pragma once

#include "widgets/common/appearance.h"

#include <QLineEdit>
#include <QSyntaxHighlighter>

namespace sluice
{

// Where `${…}` stand in a text.
QList<std::pair<int, int>> variableRanges(const QString &text);

// A line of text that may hold `${…}`: then it is in the fixed font, the variables in their colour, and at the right
// stands what it comes to, when that is known.
class ValueEdit : public QLineEdit
{
    Q_OBJECT
public:
    explicit ValueEdit(const Appearance &look, QWidget *parent = nullptr);

    void setCode(bool code); // the fixed font always
    void setInvalid(bool invalid);
    void setResolved(const QString &text); // with its variables; empty: not known

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void restyle();
    const Appearance &m_look;
    QString m_resolved;
    bool m_code = false;
};

// The same colours for texts of several lines. Belongs to the document.
class VariableHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    VariableHighlighter(const Appearance &look, QTextDocument *document);

protected:
    void highlightBlock(const QString &text) override;

private:
    const Appearance &m_look;
};

// A property that the style sheet looks at.
void setStyleFlag(QWidget *widget, const char *name, bool on);

} // namespace sluice
