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
    <name>sluice::DiffStrip</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
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
    <name>sluice::MainWindow</name>
    <message numerus="yes">
        <source>The studio ended before %n task(s) were saved. Their texts are kept.</source>
        <translation>
            <numerusform>The studio ended before %n task was saved. Its text is kept.</numerusform>
            <numerusform>The studio ended before %n tasks were saved. Their texts are kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) running</source>
        <translation>
            <numerusform>%n task running</numerusform>
            <numerusform>%n tasks running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::MappingSection</name>
    <message numerus="yes">
        <source>%n column(s) mapped</source>
        <translation>
            <numerusform>%n column mapped</numerusform>
            <numerusform>%n columns mapped</numerusform>
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
    <message numerus="yes">
        <source>duplicate %n tasks</source>
        <translation>
            <numerusform>duplicate %n task</numerusform>
            <numerusform>duplicate %n tasks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::OptionForm</name>
    <message numerus="yes">
        <source>%n option(s) at default</source>
        <translation>
            <numerusform>%n option at default</numerusform>
            <numerusform>%n options at default</numerusform>
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
    <name>sluice::RehearsalPane</name>
    <message numerus="yes">
        <source>%n row(s) rehearsed, nothing written</source>
        <translation>
            <numerusform>%n row rehearsed, nothing written</numerusform>
            <numerusform>%n rows rehearsed, nothing written</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::RenameDialog</name>
    <message numerus="yes">
        <source>%n task(s) will be changed along:</source>
        <translation>
            <numerusform>%n task will be changed along:</numerusform>
            <numerusform>%n tasks will be changed along:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::RunBar</name>
    <message numerus="yes">
        <source>%n channel(s)</source>
        <translation>
            <numerusform>%n channel</numerusform>
            <numerusform>%n channels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) at most</source>
        <translation>
            <numerusform>%n row at most</numerusform>
            <numerusform>%n rows at most</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::RunGuard</name>
    <message numerus="yes">
        <source>%n task(s) are still running.</source>
        <translation>
            <numerusform>%n task is still running.</numerusform>
            <numerusform>%n tasks are still running.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::SectionCard</name>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::SourceModel</name>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n task</numerusform>
            <numerusform>%n tasks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::SourceVerbs</name>
    <message numerus="yes">
        <source>&quot;%1&quot; is called &quot;%2&quot; now; %n task(s) changed along.</source>
        <translation>
            <numerusform>&quot;%1&quot; is called &quot;%2&quot; now; %n task changed along.</numerusform>
            <numerusform>&quot;%1&quot; is called &quot;%2&quot; now; %n tasks changed along.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) use it and will not run without it:</source>
        <translation>
            <numerusform>%n task uses it and will not run without it:</numerusform>
            <numerusform>%n tasks use it and will not run without it:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n data source(s) exported, without their keys.</source>
        <translation>
            <numerusform>%n data source exported, without its keys.</numerusform>
            <numerusform>%n data sources exported, without their keys.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n data source(s) imported.</source>
        <translation>
            <numerusform>%n data source imported.</numerusform>
            <numerusform>%n data sources imported.</numerusform>
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
    <name>sluice::TrailModel</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
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
    <message numerus="yes">
        <source>Move %n nodes to</source>
        <translation>
            <numerusform>Move %n node to</numerusform>
            <numerusform>Move %n nodes to</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::TutorialPage</name>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
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
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::WizardPage</name>
    <message numerus="yes">
        <source>%n suggestion(s)</source>
        <translation>
            <numerusform>%n suggestion</numerusform>
            <numerusform>%n suggestions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) not read</source>
        <translation>
            <numerusform>%n field not read</numerusform>
            <numerusform>%n fields not read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n column(s) stay NULL</source>
        <translation>
            <numerusform>%n column stays NULL</numerusform>
            <numerusform>%n columns stay NULL</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n column(s) mapped</source>
        <translation>
            <numerusform>%1 of %n column mapped</numerusform>
            <numerusform>%1 of %n columns mapped</numerusform>
        </translation>
    </message>
</context>
</TS>
