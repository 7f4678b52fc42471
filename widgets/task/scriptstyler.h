#pragma once

#include "widgets/common/appearance.h"
#include "widgets/task/qsci.h"

namespace sluice
{

// The same font with its size in points: QScintilla asks for nothing else, and a size in pixels would come out as a
// dot.
QFont inPoints(QFont font);

// Colours a script by the code roles and finds its folds. JSON with // and /* */ comments, `${name}` inside strings.
class ScriptStyler : public QsciLexerCustom
{
    Q_OBJECT
public:
    enum Style { Plain, Key, String, Number, Keyword, Variable, Comment, LineComment, StyleCount };

    ScriptStyler(const Appearance &look, QObject *parent);
    void recolor();

    const char *language() const override { return "Script"; }
    QString description(int style) const override;
    void styleText(int start, int end) override;

private:
    void fold(int firstLine, int lastLine);
    const Appearance &m_look;
};

} // namespace sluice
