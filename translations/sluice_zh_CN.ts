<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Figures</name>
    <message>
        <source>%1 rows/s</source>
        <translation>%1 行/秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
</context>
<context>
    <name>RunState</name>
    <message>
        <source>Succeeded</source>
        <translation>运行成功</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>运行失败</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Data Studio for MaxCompute</source>
        <translation>MaxCompute 数据开发工具</translation>
    </message>
    <message>
        <source>The workspace to open; the last one without it.</source>
        <translation>要打开的工作空间；省略时打开上次使用的工作空间。</translation>
    </message>
    <message>
        <source>Print the milliseconds until the window is painted, and leave.</source>
        <translation>输出窗口绘制完成所用的毫秒数，然后退出。</translation>
    </message>
</context>
<context>
    <name>sluice::Breadcrumb</name>
    <message>
        <source>script</source>
        <translation>脚本</translation>
    </message>
</context>
<context>
    <name>sluice::CauseModel</name>
    <message>
        <source>Other causes</source>
        <translation>其他原因</translation>
    </message>
    <message>
        <source>whole row</source>
        <translation>整行</translation>
    </message>
    <message>
        <source>All causes</source>
        <translation>全部原因</translation>
    </message>
    <message numerus="yes">
        <source>%n cause(s)</source>
        <translation>
            <numerusform>%n 种原因</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n columns</source>
        <translation>
            <numerusform>%n 列</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::CommandPalette</name>
    <message>
        <source>Go to a task or command</source>
        <translation>跳转到任务或命令</translation>
    </message>
</context>
<context>
    <name>sluice::CompletionPopup</name>
    <message>
        <source>already set</source>
        <translation>已设置</translation>
    </message>
    <message>
        <source>Completion</source>
        <translation>补全建议</translation>
    </message>
    <message>
        <source>complete %1</source>
        <translation>补全 %1</translation>
    </message>
    <message>
        <source>insert</source>
        <translation>插入</translation>
    </message>
    <message>
        <source>close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>sluice::DirtyModel</name>
    <message>
        <source>whole row</source>
        <translation>整行</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行号</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Value as it came</source>
        <translation>原始值</translation>
    </message>
    <message>
        <source>Why it was refused</source>
        <translation>脏数据原因</translation>
    </message>
</context>
<context>
    <name>sluice::DirtyPane</name>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
    <message>
        <source>Causes</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Dirty rows</source>
        <translation>脏数据</translation>
    </message>
    <message>
        <source>No dirty rows</source>
        <translation>没有脏数据</translation>
    </message>
    <message>
        <source>Rows whose values do not fit the destination are kept here, with the reason.</source>
        <translation>无法写入数据去向的行及其原因会保留在此处。</translation>
    </message>
    <message>
        <source>The first %1 of %2 are shown; all are in %3</source>
        <translation>仅显示前 %1 条（共 %2 条），全部脏数据见 %3</translation>
    </message>
</context>
<context>
    <name>sluice::ErrorStrip</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭提示</translation>
    </message>
</context>
<context>
    <name>sluice::FindBar</name>
    <message>
        <source>Find in the script</source>
        <translation>在脚本中查找</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>区分大小写</translation>
    </message>
    <message>
        <source>Previous match (Shift+Enter)</source>
        <translation>上一个匹配项（Shift+Enter）</translation>
    </message>
    <message>
        <source>Next match (Enter)</source>
        <translation>下一个匹配项（Enter）</translation>
    </message>
    <message>
        <source>Replace by</source>
        <translation>替换为</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Replace all</source>
        <translation>全部替换</translation>
    </message>
    <message>
        <source>Close (Escape)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>no match</source>
        <translation>无匹配项</translation>
    </message>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation>
            <numerusform>%n 个匹配项</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>replace all</source>
        <translation>全部替换</translation>
    </message>
    <message numerus="yes">
        <source>%n replaced</source>
        <translation>
            <numerusform>已替换 %n 处</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::LogPane</name>
    <message>
        <source>Filter log</source>
        <translation>筛选日志</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随最新</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Earlier lines are in %1</source>
        <translation>更早的日志见 %1</translation>
    </message>
</context>
<context>
    <name>sluice::MainWindow</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Recent workspaces</source>
        <translation>最近的工作空间</translation>
    </message>
    <message>
        <source>no workspace</source>
        <translation>无工作空间</translation>
    </message>
    <message>
        <source>Develop</source>
        <translation>数据开发</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo %1</source>
        <translation>撤销 %1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Redo %1</source>
        <translation>重做 %1</translation>
    </message>
    <message>
        <source>The workspace %1 could not be opened. %2</source>
        <translation>无法打开工作空间 %1。%2</translation>
    </message>
    <message>
        <source>Local warehouse is starting</source>
        <translation>本地数仓正在启动</translation>
    </message>
    <message>
        <source>Local warehouse on %1</source>
        <translation>本地数仓：%1</translation>
    </message>
    <message>
        <source>Local warehouse is not running</source>
        <translation>本地数仓未运行</translation>
    </message>
    <message>
        <source>Everything is saved</source>
        <translation>已全部保存</translation>
    </message>
    <message>
        <source>No workspace is open</source>
        <translation>未打开工作空间</translation>
    </message>
    <message>
        <source>No task is open</source>
        <translation>未打开任务</translation>
    </message>
    <message>
        <source>There are no problems</source>
        <translation>没有问题</translation>
    </message>
    <message>
        <source>Nothing is unsaved</source>
        <translation>没有未保存的更改</translation>
    </message>
    <message>
        <source>Nothing to undo</source>
        <translation>没有可撤销的操作</translation>
    </message>
    <message>
        <source>Nothing to redo</source>
        <translation>没有可重做的操作</translation>
    </message>
    <message>
        <source>It has not run yet</source>
        <translation>任务尚未运行</translation>
    </message>
    <message>
        <source>It is stopping</source>
        <translation>任务正在停止</translation>
    </message>
    <message>
        <source>It is not running</source>
        <translation>任务未在运行</translation>
    </message>
    <message>
        <source>Line %1, column %2</source>
        <translation>第 %1 行，第 %2 列</translation>
    </message>
    <message>
        <source>JSON with comments, UTF-8, LF</source>
        <translation>带注释的 JSON，UTF-8，LF</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>New workspace…</source>
        <translation>新建工作空间…</translation>
    </message>
    <message>
        <source>Make a workspace in an empty folder</source>
        <translation>在空文件夹中新建工作空间</translation>
    </message>
    <message>
        <source>New workspace in an empty folder</source>
        <translation>在空文件夹中新建工作空间</translation>
    </message>
    <message>
        <source>Open workspace…</source>
        <translation>打开工作空间…</translation>
    </message>
    <message>
        <source>Open a folder that is a workspace</source>
        <translation>打开作为工作空间的文件夹</translation>
    </message>
    <message>
        <source>Open workspace</source>
        <translation>打开工作空间</translation>
    </message>
    <message>
        <source>New task</source>
        <translation>新建任务</translation>
    </message>
    <message>
        <source>New task in the selected folder</source>
        <translation>在所选文件夹中新建任务</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>New folder in the selected folder</source>
        <translation>在所选文件夹中新建文件夹</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save the task</source>
        <translation>保存任务</translation>
    </message>
    <message>
        <source>Save all</source>
        <translation>全部保存</translation>
    </message>
    <message>
        <source>Save every open task</source>
        <translation>保存所有已打开的任务</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close the tab</source>
        <translation>关闭标签页</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Find in the script</source>
        <translation>在脚本中查找</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Find and replace in the script</source>
        <translation>在脚本中查找并替换</translation>
    </message>
    <message>
        <source>Go to line…</source>
        <translation>转到行…</translation>
    </message>
    <message>
        <source>Go to a line or a path of the script</source>
        <translation>转到脚本中的某一行或某个路径</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>代码补全</translation>
    </message>
    <message>
        <source>Keys and values that may stand at the caret</source>
        <translation>列出光标处可用的键和值</translation>
    </message>
    <message>
        <source>Cure the problem</source>
        <translation>快速修复</translation>
    </message>
    <message>
        <source>Show the problem at the caret; again takes its cure</source>
        <translation>显示光标处的问题；再次执行则应用修复</translation>
    </message>
    <message>
        <source>Next problem</source>
        <translation>下一个问题</translation>
    </message>
    <message>
        <source>Comment or uncomment</source>
        <translation>注释或取消注释</translation>
    </message>
    <message>
        <source>Put // before the selected lines, or take it away</source>
        <translation>在所选行前添加或去除 //</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式化</translation>
    </message>
    <message>
        <source>Indent the script by its brackets</source>
        <translation>按括号层级缩进脚本</translation>
    </message>
    <message>
        <source>Go to anything</source>
        <translation>快速跳转</translation>
    </message>
    <message>
        <source>Find a task or a command</source>
        <translation>查找任务或命令</translation>
    </message>
    <message>
        <source>Filter nodes</source>
        <translation>筛选节点</translation>
    </message>
    <message>
        <source>Filter the workspace&apos;s tasks and folders</source>
        <translation>筛选工作空间中的任务和文件夹</translation>
    </message>
    <message>
        <source>Workspace Directories</source>
        <translation>项目目录</translation>
    </message>
    <message>
        <source>Show or hide the tree</source>
        <translation>显示或隐藏目录树</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Fold or unfold the pane under the script</source>
        <translation>折叠或展开脚本下方的面板</translation>
    </message>
    <message>
        <source>Script</source>
        <translation>脚本</translation>
    </message>
    <message>
        <source>Show the task&apos;s script</source>
        <translation>显示任务脚本</translation>
    </message>
    <message>
        <source>Run page</source>
        <translation>运行页</translation>
    </message>
    <message>
        <source>Show the task&apos;s runs</source>
        <translation>显示任务的运行情况</translation>
    </message>
    <message>
        <source>Next tab</source>
        <translation>下一个标签页</translation>
    </message>
    <message>
        <source>Previous tab</source>
        <translation>上一个标签页</translation>
    </message>
    <message>
        <source>Theme of the system</source>
        <translation>跟随系统主题</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Run the text as it is, saved or not</source>
        <translation>按当前脚本内容运行，无论是否已保存</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>重新运行</translation>
    </message>
    <message>
        <source>Run with the values of the attempt that is shown</source>
        <translation>使用当前所示尝试的参数值重新运行</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the run; nothing uncommitted stays</source>
        <translation>停止运行；未提交的数据不会保留</translation>
    </message>
    <message>
        <source>Start the local warehouse</source>
        <translation>启动本地数仓</translation>
    </message>
    <message>
        <source>The workspace&apos;s own MaxCompute on this computer</source>
        <translation>工作空间在本机上自带的 MaxCompute</translation>
    </message>
    <message>
        <source>About Sluice</source>
        <translation>关于 Sluice</translation>
    </message>
    <message>
        <source>Sluice %1</source>
        <translation>Sluice %1</translation>
    </message>
    <message>
        <source>A desktop Data Studio for MaxCompute: design a task, run it at once, look at its rows. Free software under GPL-3.0-or-later.</source>
        <translation>面向 MaxCompute 的桌面版数据开发工具：设计任务、立即运行、查看数据。本软件是以 GPL-3.0-or-later 许可发布的自由软件。</translation>
    </message>
    <message>
        <source>The attempt that is shown left nothing to go on with</source>
        <translation>所显示的这次运行没有可以续传的内容</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>续传</translation>
    </message>
    <message>
        <source>Go on with the attempt that is shown; what it has sent is not sent again</source>
        <translation>接着所显示的这次运行继续；已发送的数据不会再次发送</translation>
    </message>
    <message>
        <source>Generate target table…</source>
        <translation>生成目标表…</translation>
    </message>
    <message>
        <source>Make the table that the task writes to, from the columns of its source</source>
        <translation>根据来源的字段创建任务要写入的表</translation>
    </message>
</context>
<context>
    <name>sluice::NodeJournal</name>
    <message>
        <source>create %1</source>
        <translation>新建 %1</translation>
    </message>
    <message>
        <source>delete %1</source>
        <translation>删除 %1</translation>
    </message>
    <message numerus="yes">
        <source>delete %n nodes</source>
        <translation>
            <numerusform>删除 %n 个节点</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::ParameterDialog</name>
    <message>
        <source>Run with parameters</source>
        <translation>带参数运行</translation>
    </message>
    <message>
        <source>The script uses them as ${name}. They are remembered for this task.</source>
        <translation>脚本以 ${name} 的形式引用这些参数。参数值会为该任务保留。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
</context>
<context>
    <name>sluice::PreviewPane</name>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Destination preview</source>
        <translation>数据去向预览</translation>
    </message>
    <message>
        <source>Nothing to show yet</source>
        <translation>暂无数据</translation>
    </message>
    <message>
        <source>The first rows of the destination appear here after a run.</source>
        <translation>运行结束后，此处显示数据去向的前若干行。</translation>
    </message>
    <message>
        <source>Rows become visible when the run completes.</source>
        <translation>运行完成后才能查看数据。</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>This destination cannot be read again</source>
        <translation>该数据去向不支持回读</translation>
    </message>
    <message>
        <source>The destination could not be read</source>
        <translation>无法读取数据去向</translation>
    </message>
    <message>
        <source>The first %1 rows of the destination</source>
        <translation>数据去向的前 %1 行</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s), all there are</source>
        <translation>
            <numerusform>共 %n 行，已全部显示</numerusform>
        </translation>
    </message>
    <message>
        <source>No rows</source>
        <translation>没有数据</translation>
    </message>
    <message>
        <source>The destination is empty.</source>
        <translation>数据去向为空。</translation>
    </message>
</context>
<context>
    <name>sluice::ProblemsPane</name>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Fold the pane</source>
        <translation>折叠面板</translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>没有问题</translation>
    </message>
    <message>
        <source>The script parses and every option is known.</source>
        <translation>脚本解析通过，所有配置项均有效。</translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n 条提示</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::RateChart</name>
    <message>
        <source>Rows/s</source>
        <translation>行/秒</translation>
    </message>
    <message>
        <source>MB/s</source>
        <translation>MB/s</translation>
    </message>
    <message>
        <source>Megabytes a second</source>
        <translation>传输速率（MB/s）</translation>
    </message>
    <message>
        <source>Rows a second</source>
        <translation>传输速率（行/秒）</translation>
    </message>
    <message>
        <source>written</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
</context>
<context>
    <name>sluice::RunBar</name>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>尝试记录</translation>
    </message>
    <message>
        <source>Attempts of this task, newest first</source>
        <translation>该任务的历次尝试，最新的在前</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>另有 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s)</source>
        <translation>
            <numerusform>并发数 %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Debug run with</source>
        <translation>调试运行参数</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
</context>
<context>
    <name>sluice::RunHeader</name>
    <message>
        <source>Not run yet</source>
        <translation>尚未运行</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Running elsewhere</source>
        <translation>正在其他位置运行</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>准备中</translation>
    </message>
    <message>
        <source>Committing</source>
        <translation>提交中</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>%1 of %2 rows</source>
        <translation>已读取 %1 / %2 行</translation>
    </message>
    <message>
        <source>%1 rows read</source>
        <translation>已读取 %1 行</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>· 来源 %1</translation>
    </message>
    <message>
        <source>, split %1 of %2</source>
        <translation>，分片 %1 / %2</translation>
    </message>
    <message>
        <source>, row limit %1</source>
        <translation>，行数上限 %1</translation>
    </message>
    <message>
        <source>%1, about %2 left</source>
        <translation>%1，剩余约 %2</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>已读取</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>已写入</translation>
    </message>
    <message>
        <source>of %1 allowed</source>
        <translation>允许上限 %1</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Dirty</source>
        <translation>脏数据</translation>
    </message>
    <message>
        <source>Moved</source>
        <translation>已传输</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>%1 of the values</source>
        <translation>占数据量的 %1</translation>
    </message>
</context>
<context>
    <name>sluice::RunPage</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Destination preview</source>
        <translation>数据去向预览</translation>
    </message>
    <message>
        <source>Resolved script</source>
        <translation>变量替换后的脚本</translation>
    </message>
    <message>
        <source>Dirty rows</source>
        <translation>脏数据</translation>
    </message>
    <message>
        <source>Go to the script</source>
        <translation>转到脚本</translation>
    </message>
    <message>
        <source>The curve begins with the first rows.</source>
        <translation>首批数据到达后开始绘制曲线。</translation>
    </message>
    <message>
        <source>No curve is kept of this attempt; its totals stand above.</source>
        <translation>本次尝试未保留曲线，汇总数据见上方。</translation>
    </message>
    <message>
        <source>The curve of a run appears here.</source>
        <translation>运行曲线显示在此处。</translation>
    </message>
    <message>
        <source>Generate target table…</source>
        <translation>生成目标表…</translation>
    </message>
</context>
<context>
    <name>sluice::ScriptView</name>
    <message>
        <source>typing</source>
        <translation>键入</translation>
    </message>
    <message>
        <source>comment</source>
        <translation>注释</translation>
    </message>
    <message>
        <source>format</source>
        <translation>格式化</translation>
    </message>
</context>
<context>
    <name>sluice::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
</context>
<context>
    <name>sluice::TargetDialog</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>……另有 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Generate target table</source>
        <translation>生成目标表</translation>
    </message>
    <message>
        <source>Primary key</source>
        <translation>主键</translation>
    </message>
    <message>
        <source>With a key it is a Delta table: rows are updated and deleted by it.</source>
        <translation>有主键的表是 Delta 表：按主键更新和删除行。</translation>
    </message>
    <message>
        <source>Buckets</source>
        <translation>桶数</translation>
    </message>
    <message>
        <source>Lifecycle in days (0: no end)</source>
        <translation>生命周期（天，0 表示不限）</translation>
    </message>
    <message>
        <source>Statement</source>
        <translation>建表语句</translation>
    </message>
    <message>
        <source>Write it anew</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Replace the text by one from the choices on the left</source>
        <translation>按左侧的选项重新生成语句</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>Reading the columns of the source…</source>
        <translation>正在读取来源的字段…</translation>
    </message>
    <message>
        <source>For &quot;%1&quot; in &quot;%2&quot;, from the columns that the reader delivers. The text is what is run: change it as you like.</source>
        <translation>将在“%2”中创建“%1”，字段取自读取端。执行的就是这段语句，可以随意修改。</translation>
    </message>
    <message>
        <source>This table is there already.</source>
        <translation>该表已存在。</translation>
    </message>
    <message>
        <source>Creating the table…</source>
        <translation>正在创建表…</translation>
    </message>
    <message>
        <source>Stopped. The table may have been made by then.</source>
        <translation>已停止。此时表可能已经创建。</translation>
    </message>
    <message>
        <source>The text was edited by hand. Write it anew to choose here.</source>
        <translation>语句已手工修改。要在此处选择，请先重新生成。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>sluice::TaskDocument</name>
    <message>
        <source>read from disk</source>
        <translation>从磁盘读取</translation>
    </message>
</context>
<context>
    <name>sluice::TaskPage</name>
    <message>
        <source>Script</source>
        <translation>脚本</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>The file was changed by another program. Your text here is not saved: saving replaces the other change, undoing everything brings back what was read.</source>
        <translation>文件已被其他程序修改，而此处的内容尚未保存：保存将覆盖对方的修改，全部撤销则恢复为读取时的内容。</translation>
    </message>
    <message>
        <source>The file is not read yet</source>
        <translation>文件尚未读取</translation>
    </message>
    <message>
        <source>It is running</source>
        <translation>任务正在运行</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s) to fix first</source>
        <translation>
            <numerusform>需先修复 %n 个问题</numerusform>
        </translation>
    </message>
    <message>
        <source>Line %1 does not parse</source>
        <translation>第 %1 行解析失败</translation>
    </message>
    <message>
        <source>Go to line</source>
        <translation>转到行</translation>
    </message>
    <message>
        <source>Line, or a path such as /steps/0/parameter</source>
        <translation>行号，或路径（如 /steps/0/parameter）</translation>
    </message>
    <message>
        <source>The writer is not MaxCompute</source>
        <translation>写入端不是 MaxCompute</translation>
    </message>
    <message>
        <source>The writer names no data source</source>
        <translation>写入端没有指定数据源</translation>
    </message>
    <message>
        <source>The writer names no table</source>
        <translation>写入端没有指定表</translation>
    </message>
    <message>
        <source>The task has no writer</source>
        <translation>任务没有写入端</translation>
    </message>
    <message>
        <source>Table &quot;%1&quot; is made.</source>
        <translation>表“%1”已创建。</translation>
    </message>
</context>
<context>
    <name>sluice::TaskTabs</name>
    <message>
        <source>Unsaved changes</source>
        <translation>未保存的更改</translation>
    </message>
    <message>
        <source>Save the changes to %1?</source>
        <translation>是否保存对 %1 的更改？</translation>
    </message>
    <message>
        <source>Without saving, what was changed since the last save is lost.</source>
        <translation>如果不保存，自上次保存以来的更改将会丢失。</translation>
    </message>
</context>
<context>
    <name>sluice::TreePanel</name>
    <message>
        <source>unsaved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>有问题</translation>
    </message>
    <message>
        <source>Workspace Directories</source>
        <translation>项目目录</translation>
    </message>
    <message>
        <source>Filter nodes</source>
        <translation>筛选节点</translation>
    </message>
    <message>
        <source>No workspace is open</source>
        <translation>未打开工作空间</translation>
    </message>
    <message>
        <source>A workspace is a folder with tasks in it.</source>
        <translation>工作空间是存放任务的文件夹。</translation>
    </message>
    <message>
        <source>New task</source>
        <translation>新建任务</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>无匹配结果</translation>
    </message>
    <message>
        <source>No task or folder has this in its path.</source>
        <translation>没有路径中包含该内容的任务或文件夹。</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>rename %1</source>
        <translation>重命名 %1</translation>
    </message>
    <message>
        <source>move %1</source>
        <translation>移动 %1</translation>
    </message>
    <message numerus="yes">
        <source>move %n nodes</source>
        <translation>
            <numerusform>移动 %n 个节点</numerusform>
        </translation>
    </message>
    <message>
        <source>New…</source>
        <translation>新建…</translation>
    </message>
    <message>
        <source>New task or folder</source>
        <translation>新建任务或文件夹</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Rename the selected node</source>
        <translation>重命名所选节点</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete the selected nodes; undo brings them back</source>
        <translation>删除所选节点，可通过撤销恢复</translation>
    </message>
    <message>
        <source>Read the folder again</source>
        <translation>重新读取文件夹</translation>
    </message>
    <message>
        <source>Collapse all folders</source>
        <translation>折叠所有文件夹</translation>
    </message>
    <message>
        <source>Expand all folders</source>
        <translation>展开所有文件夹</translation>
    </message>
    <message>
        <source>No node is selected</source>
        <translation>未选择节点</translation>
    </message>
    <message>
        <source>Select one node</source>
        <translation>请选择一个节点</translation>
    </message>
    <message>
        <source>No nodes yet</source>
        <translation>暂无节点</translation>
    </message>
    <message>
        <source>A node is a sync task. It is saved as a plain file in this folder.</source>
        <translation>一个节点即一个同步任务，以普通文件的形式保存在此文件夹中。</translation>
    </message>
    <message>
        <source>New workspace…</source>
        <translation>新建工作空间…</translation>
    </message>
</context>
<context>
    <name>sluice::WaitsPanel</name>
    <message>
        <source>Waiting for the writer</source>
        <translation>等待写入端</translation>
    </message>
    <message>
        <source>Waiting for the reader</source>
        <translation>等待读取端</translation>
    </message>
    <message>
        <source>Mapping and casts</source>
        <translation>字段映射与类型转换</translation>
    </message>
    <message>
        <source>Throttle</source>
        <translation>限速</translation>
    </message>
    <message>
        <source>Writer-bound</source>
        <translation>写入瓶颈</translation>
    </message>
    <message>
        <source>Reader-bound</source>
        <translation>读取瓶颈</translation>
    </message>
    <message>
        <source>Cast-bound</source>
        <translation>转换瓶颈</translation>
    </message>
    <message>
        <source>Throttled</source>
        <translation>受限速制约</translation>
    </message>
    <message>
        <source>No waits yet</source>
        <translation>暂无等待</translation>
    </message>
    <message>
        <source>Where the time goes</source>
        <translation>耗时分布</translation>
    </message>
    <message>
        <source>Shares appear with the first batches.</source>
        <translation>首批数据到达后显示各环节的耗时占比。</translation>
    </message>
    <message>
        <source>The destination takes rows more slowly than they are read. More channels help only where it takes them side by side.</source>
        <translation>数据去向的写入速度低于读取速度。仅当数据去向支持并行写入时，增大并发数才有效。</translation>
    </message>
    <message>
        <source>The source gives rows more slowly than they are written, and has no more pieces to read side by side.</source>
        <translation>数据来源的读取速度低于写入速度，且没有更多分片可供并行读取。</translation>
    </message>
    <message>
        <source>The source gives rows more slowly than they are written. More channels may help.</source>
        <translation>数据来源的读取速度低于写入速度。增大并发数可能有所改善。</translation>
    </message>
    <message>
        <source>Conversions take most of the time. More channels help up to the number of cores.</source>
        <translation>大部分时间用于类型转换。可增大并发数，但超过 CPU 核数后不再有效。</translation>
    </message>
    <message>
        <source>The speed limit holds the run back. Raise setting.speed.mbps to go faster.</source>
        <translation>运行速度受限速制约。调大 setting.speed.mbps 可提速。</translation>
    </message>
    <message>
        <source>Lane %1</source>
        <translation>通道 %1</translation>
    </message>
    <message>
        <source>queue %1</source>
        <translation>队列 %1</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 行</translation>
    </message>
    <message numerus="yes">
        <source>and %n more lanes</source>
        <translation>
            <numerusform>另有 %n 个通道</numerusform>
        </translation>
    </message>
    <message>
        <source>This attempt has not waited for anything that was measured.</source>
        <translation>本次尝试在各项统计中均未出现等待。</translation>
    </message>
</context>
<context>
    <name>sluice::WelcomePage</name>
    <message>
        <source>After step %1</source>
        <translation>完成第 %1 步后</translation>
    </message>
    <message>
        <source>Open a workspace first</source>
        <translation>请先打开工作空间</translation>
    </message>
    <message>
        <source>Move data into MaxCompute</source>
        <translation>将数据同步到 MaxCompute</translation>
    </message>
    <message>
        <source>What to do next</source>
        <translation>后续步骤</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>New task</source>
        <translation>新建任务</translation>
    </message>
    <message>
        <source>A script that runs as it is: generated rows, read and counted</source>
        <translation>可直接运行的脚本：生成数据、读取并计数</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>Tasks are plain files; folders keep them apart</source>
        <translation>任务是普通文件，可用文件夹分类存放</translation>
    </message>
    <message>
        <source>Open a workspace</source>
        <translation>打开工作空间</translation>
    </message>
    <message>
        <source>A folder with .job.json files</source>
        <translation>包含 .job.json 文件的文件夹</translation>
    </message>
    <message>
        <source>New workspace</source>
        <translation>新建工作空间</translation>
    </message>
    <message>
        <source>An empty folder with its own warehouse on this computer</source>
        <translation>空文件夹，在本机上自带数仓</translation>
    </message>
    <message>
        <source>Recent workspaces</source>
        <translation>最近的工作空间</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>find any task or command</source>
        <translation>查找任务或命令</translation>
    </message>
    <message>
        <source>move between open tabs</source>
        <translation>切换已打开的标签页</translation>
    </message>
    <message>
        <source>run what is in front of you</source>
        <translation>运行当前任务</translation>
    </message>
    <message>
        <source>go to the next problem</source>
        <translation>转到下一个问题</translation>
    </message>
    <message>
        <source>complete at the caret</source>
        <translation>在光标处补全</translation>
    </message>
    <message>
        <source>cure the problem at the caret</source>
        <translation>修复光标处的问题</translation>
    </message>
    <message>
        <source>Everything here works without an account: %1 has its own warehouse on this computer.</source>
        <translation>无需账号即可使用全部功能：%1 在本机上自带数仓。</translation>
    </message>
    <message>
        <source>Everything here works without an account: a workspace has its own warehouse on this computer.</source>
        <translation>无需账号即可使用全部功能：工作空间在本机上自带数仓。</translation>
    </message>
    <message>
        <source>A folder that keeps tasks, their history and a warehouse</source>
        <translation>存放任务、运行历史和数仓的文件夹</translation>
    </message>
    <message>
        <source>New workspace…</source>
        <translation>新建工作空间…</translation>
    </message>
    <message>
        <source>open</source>
        <translation>已打开</translation>
    </message>
    <message>
        <source>Local warehouse</source>
        <translation>本地数仓</translation>
    </message>
    <message>
        <source>odps_first starts with the workspace</source>
        <translation>odps_first 随工作空间启动</translation>
    </message>
    <message>
        <source>odps_first answers on %1</source>
        <translation>odps_first 已在 %1 提供服务</translation>
    </message>
    <message>
        <source>Start it</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>已就绪</translation>
    </message>
    <message>
        <source>Create your first task</source>
        <translation>创建第一个任务</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) in the workspace</source>
        <translation>
            <numerusform>工作空间中有 %n 个任务</numerusform>
        </translation>
    </message>
    <message>
        <source>A script with a reader and a writer. The first one runs as it is.</source>
        <translation>由读取端和写入端组成的脚本。首个任务可直接运行。</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Run it</source>
        <translation>运行任务</translation>
    </message>
    <message>
        <source>A task has run; its log and rows are kept with the attempt</source>
        <translation>已有任务运行过，其日志和数据随该次尝试一同保留</translation>
    </message>
    <message>
        <source>Open the task and press F5; rows, waits and log are shown while it runs</source>
        <translation>打开任务并按 F5，运行时显示行数、等待和日志</translation>
    </message>
    <message>
        <source>Open a task</source>
        <translation>打开任务</translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>已完成 %1 / %2</translation>
    </message>
    <message>
        <source>None yet. Workspaces that you open are listed here.</source>
        <translation>暂无。打开过的工作空间会列在此处。</translation>
    </message>
</context>
<context>
    <name>sluice::WorkspaceModel</name>
    <message>
        <source>%1, unsaved</source>
        <translation>%1，未保存</translation>
    </message>
    <message>
        <source>%1, has problems</source>
        <translation>%1，存在问题</translation>
    </message>
</context>
</TS>
