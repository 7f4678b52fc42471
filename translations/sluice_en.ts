<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>sluice::CauseModel</name>
    <message numerus="yes">
        <source>%n cause(s)</source>
        <translation>
            <numerusform>%n cause</numerusform>
            <numerusform>%n causes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n columns</source>
        <translation>
            <numerusform>%n column</numerusform>
            <numerusform>%n columns</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::FindBar</name>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation>
            <numerusform>%n match</numerusform>
            <numerusform>%n matches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n replaced</source>
        <translation>
            <numerusform>%n replaced</numerusform>
            <numerusform>%n replaced</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::NodeJournal</name>
    <message numerus="yes">
        <source>delete %n nodes</source>
        <translation>
            <numerusform>delete %n node</numerusform>
            <numerusform>delete %n nodes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::PreviewPane</name>
    <message numerus="yes">
        <source>%n row(s), all there are</source>
        <translation>
            <numerusform>%n row, all there is</numerusform>
            <numerusform>%n rows, all there are</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::ProblemsPane</name>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n note</numerusform>
            <numerusform>%n notes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::RunBar</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s)</source>
        <translation>
            <numerusform>%n channel</numerusform>
            <numerusform>%n channels</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::TargetDialog</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::TaskPage</name>
    <message numerus="yes">
        <source>%n problem(s) to fix first</source>
        <translation>
            <numerusform>%n problem to fix first</numerusform>
            <numerusform>%n problems to fix first</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::TreePanel</name>
    <message numerus="yes">
        <source>move %n nodes</source>
        <translation>
            <numerusform>move %n node</numerusform>
            <numerusform>move %n nodes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::WaitsPanel</name>
    <message numerus="yes">
        <source>and %n more lanes</source>
        <translation>
            <numerusform>and %n more lane</numerusform>
            <numerusform>and %n more lanes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::WelcomePage</name>
    <message numerus="yes">
        <source>%n task(s) in the workspace</source>
        <translation>
            <numerusform>%n task in the workspace</numerusform>
            <numerusform>%n tasks in the workspace</numerusform>
        </translation>
    </message>
</context>
</TS>
