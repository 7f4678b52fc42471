#pragma once

#include "widgets/common/controls.h"

namespace sluice
{

class ScriptView;

// Find and replace over the script: matches are marked while typing, Enter and Shift+Enter walk, Escape closes.
class FindBar : public Surface
{
    Q_OBJECT
public:
    FindBar(const Appearance &look, ScriptView &view, QWidget *parent = nullptr);

    void open(bool withReplace);
    void close();
    void step(int direction); // 1: next, -1: previous
    int matchCount() const { return int(m_matches.size()); }

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void search();
    void replaceOne();
    void replaceAll();
    void tell();

    ScriptView &m_view;
    FilterField *m_field;
    QLineEdit *m_replacement;
    QAbstractButton *m_case;
    QPushButton *m_replace;
    QPushButton *m_replaceAll;
    TextLabel *m_count;
    QList<std::pair<int, int>> m_matches;
    int m_current = -1;
};

} // namespace sluice
