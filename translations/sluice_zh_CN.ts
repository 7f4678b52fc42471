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
    <name>Options</name>
    <message>
        <source>A broker waits for so many bytes before it answers.</source>
        <translation>Broker 攒够这么多字节后才返回数据。</translation>
    </message>
    <message>
        <source>A column with the record&apos;s time. Without it, the time of writing.</source>
        <translation>存放消息时间的列。不填时使用写入时间。</translation>
    </message>
    <message>
        <source>A comma for CSV, a tab otherwise.</source>
        <translation>CSV 为逗号，其他格式为制表符。</translation>
    </message>
    <message>
        <source>A file in PEM form with the authorities to trust instead of the system&apos;s, for a service with certificates of its own. Certificates are always verified.</source>
        <translation>PEM 格式的文件，用其中的证书颁发机构代替系统自带的，适用于使用自签证书的服务。证书始终会被校验。</translation>
    </message>
    <message>
        <source>A lane pauses after every so many rows: a slow destination to test with.</source>
        <translation>每个并发每处理这么多行就暂停一次，用于模拟较慢的数据去向。</translation>
    </message>
    <message>
        <source>AccessKey ID</source>
        <translation>AccessKey ID</translation>
    </message>
    <message>
        <source>AccessKey secret</source>
        <translation>AccessKey Secret</translation>
    </message>
    <message>
        <source>Another seed gives other values; the same seed always gives the same.</source>
        <translation>种子不同，生成的值也不同；种子相同，生成的值始终相同。</translation>
    </message>
    <message>
        <source>Append</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>Arrow batches</source>
        <translation>Arrow 批次</translation>
    </message>
    <message>
        <source>At most a number</source>
        <translation>不超过指定条数</translation>
    </message>
    <message>
        <source>At most a share</source>
        <translation>不超过指定比例</translation>
    </message>
    <message>
        <source>Block size</source>
        <translation>数据块大小</translation>
    </message>
    <message>
        <source>Brokers</source>
        <translation>Broker 地址</translation>
    </message>
    <message>
        <source>Brokers to begin with, as host:port, with commas between them.</source>
        <translation>初始连接的 Broker，格式为 host:port，多个之间用逗号分隔。</translation>
    </message>
    <message>
        <source>Brokers to begin with, instead of a data source, without encryption or password.</source>
        <translation>不使用数据源时，初始连接的 Broker，不加密，也不需要密码。</translation>
    </message>
    <message>
        <source>By the Storage API: how rows are compressed on their way. Nothing: they are not.</source>
        <translation>使用 Storage API 时，数据传输的压缩方式。不填表示不压缩。</translation>
    </message>
    <message>
        <source>By the Storage API: the table is cut into splits of about this many MiB, in no fixed order, so that such a run cannot be resumed. Without it, rows are shared among the lanes by number; those of a Delta table as the service does it.</source>
        <translation>使用 Storage API 时，表按约此大小（MiB）切分，次序不固定，因此这样的运行不能断点续传。不填时按行号分给各并发；Delta 表按服务端的方式切分。</translation>
    </message>
    <message>
        <source>By the file&apos;s first bytes when left out.</source>
        <translation>不填时根据文件开头的字节判断。</translation>
    </message>
    <message>
        <source>By the file&apos;s name or its beginning when left out. `text` is CSV without quotes.</source>
        <translation>不填时根据文件名或文件开头判断。text 是不带引号的 CSV。</translation>
    </message>
    <message>
        <source>By the path&apos;s ending (.gz, .zst) when left out; Parquet: zstd.</source>
        <translation>不填时根据路径的扩展名（.gz、.zst）判断；Parquet 使用 zstd。</translation>
    </message>
    <message>
        <source>By the path&apos;s ending when left out, else CSV.</source>
        <translation>不填时根据路径的扩展名判断，无法判断时为 CSV。</translation>
    </message>
    <message>
        <source>CA certificate</source>
        <translation>CA 证书</translation>
    </message>
    <message>
        <source>Certificate authorities</source>
        <translation>证书颁发机构</translation>
    </message>
    <message>
        <source>Changed partitions</source>
        <translation>分区被修改时</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>任务期望最大并发数</translation>
    </message>
    <message>
        <source>Client certificate</source>
        <translation>客户端证书</translation>
    </message>
    <message>
        <source>Client key</source>
        <translation>客户端私钥</translation>
    </message>
    <message>
        <source>Client settings</source>
        <translation>客户端配置</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Commit timeout</source>
        <translation>提交超时</translation>
    </message>
    <message>
        <source>Compress</source>
        <translation>压缩传输</translation>
    </message>
    <message>
        <source>Compresses rows on their way, by zlib unless compressAlgorithm says otherwise: worth it over slow networks.</source>
        <translation>压缩传输的数据；除非 compressAlgorithm 另有指定，否则使用 zlib。网络较慢时值得开启。</translation>
    </message>
    <message>
        <source>Compression</source>
        <translation>压缩方式</translation>
    </message>
    <message>
        <source>Compression algorithm</source>
        <translation>压缩算法</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>过滤条件</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接数</translation>
    </message>
    <message>
        <source>Consumer group ID</source>
        <translation>消费组 ID</translation>
    </message>
    <message>
        <source>Data source</source>
        <translation>数据源</translation>
    </message>
    <message>
        <source>Dirty rows</source>
        <translation>脏数据</translation>
    </message>
    <message>
        <source>Empty text as NULL</source>
        <translation>空字符串作为 NULL</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Encoding of headers</source>
        <translation>消息头编码</translation>
    </message>
    <message>
        <source>End offset</source>
        <translation>结束位点</translation>
    </message>
    <message>
        <source>End time</source>
        <translation>结束时间</translation>
    </message>
    <message>
        <source>End time in milliseconds</source>
        <translation>结束时间（毫秒）</translation>
    </message>
    <message>
        <source>Escape</source>
        <translation>转义符</translation>
    </message>
    <message>
        <source>Field delimiter</source>
        <translation>字段分隔符</translation>
    </message>
    <message>
        <source>Fields that mean NULL, one text or a list. Fields in quotes are never NULL. By default empty fields and \N; give [] for none.</source>
        <translation>表示 NULL 的字段内容，可以是一个文本或一个列表。带引号的字段不会作为 NULL。默认为空字段和 \N；填 [] 表示没有。</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>File name</source>
        <translation>文件名</translation>
    </message>
    <message>
        <source>Files are written in UTF-8.</source>
        <translation>文件以 UTF-8 编码写入。</translation>
    </message>
    <message>
        <source>Filter rows</source>
        <translation>数据过滤</translation>
    </message>
    <message>
        <source>Flush interval</source>
        <translation>刷新间隔</translation>
    </message>
    <message>
        <source>Flush size</source>
        <translation>刷新大小</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>For Delta tables with acid.partial.fields.update.enable: columns that are not named keep their values in rows that exist. Otherwise they become NULL.</source>
        <translation>适用于开启了 acid.partial.fields.update.enable 的 Delta 表：已有的行中，未列出的列保留原值；否则变为 NULL。</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>文件格式</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>表头</translation>
    </message>
    <message>
        <source>How NULL is written; a text that looks the same is put in quotes, or is a dirty row where there are none. Nothing by default.</source>
        <translation>NULL 的写法；内容相同的文本会加上引号，没有引号的格式中则成为脏数据。默认写为空。</translation>
    </message>
    <message>
        <source>How brokers are spoken to: SSL encrypts, SASL asks for a name and password.</source>
        <translation>与 Broker 通信的方式：SSL 加密传输，SASL 需要用户名和密码。</translation>
    </message>
    <message>
        <source>How long a broker waits for them, in milliseconds.</source>
        <translation>Broker 最多等待多久，单位为毫秒。</translation>
    </message>
    <message>
        <source>How long the task goes on trying when no broker answers, in seconds.</source>
        <translation>没有 Broker 响应时，任务继续重试多久，单位为秒。</translation>
    </message>
    <message>
        <source>How long to wait until changes to a Delta table are committed, in milliseconds.</source>
        <translation>等待 Delta 表的变更提交完成的最长时间，单位为毫秒。</translation>
    </message>
    <message>
        <source>How many dirty rows the task bears. Without it there is no limit.</source>
        <translation>任务容忍多少条脏数据。不填表示不限制。</translation>
    </message>
    <message>
        <source>How many packs of rows each lane has under way at the same time.</source>
        <translation>每个并发同时发送多少批数据。</translation>
    </message>
    <message>
        <source>How many rows every lane makes; the total is this times the number of lanes.</source>
        <translation>每个并发生成的行数；总行数为该值乘以并发数。</translation>
    </message>
    <message>
        <source>How many rows may be rejected before the task fails. Rejected rows are kept with their cause in any case.</source>
        <translation>任务失败前最多允许多少行被拒绝。无论如何，被拒绝的行都会连同原因一起保留。</translation>
    </message>
    <message>
        <source>How many servers of the tunnel share the rows of a stream or of changes. 0: the service decides.</source>
        <translation>由多少台 Tunnel 服务器分担流式写入或变更的数据。0 表示由服务端决定。</translation>
    </message>
    <message>
        <source>How name and password are proved.</source>
        <translation>验证用户名和密码的方式。</translation>
    </message>
    <message>
        <source>How records are compressed.</source>
        <translation>消息的压缩方式。</translation>
    </message>
    <message>
        <source>How rows are compressed on their way.</source>
        <translation>数据传输的压缩方式。</translation>
    </message>
    <message>
        <source>How the task completes. false: at the end position, which is known when it starts: nothing can be lost by this. true: when no partition has brought a new record for waitTIme: records of the window that arrive while the task reads are taken too.</source>
        <translation>任务的结束方式。false：读到结束位点为止，该位点在任务启动时就已确定，不会漏读。true：所有分区在 waitTIme 时间内都没有新消息时结束，读取期间到达的、属于该时间窗口的消息也会读取。</translation>
    </message>
    <message>
        <source>How the task runs: dirty rows, lanes and speed.</source>
        <translation>任务的运行方式：脏数据、并发和速率。</translation>
    </message>
    <message>
        <source>Ignored, however many</source>
        <translation>忽略，不限条数</translation>
    </message>
    <message>
        <source>Instead of beginDateTime: milliseconds since 1970-01-01 UTC.</source>
        <translation>代替 beginDateTime：自 1970-01-01 UTC 起的毫秒数。</translation>
    </message>
    <message>
        <source>Instead of endDateTime: milliseconds since 1970-01-01 UTC.</source>
        <translation>代替 endDateTime：自 1970-01-01 UTC 起的毫秒数。</translation>
    </message>
    <message>
        <source>Key columns</source>
        <translation>主键列</translation>
    </message>
    <message>
        <source>Key type</source>
        <translation>键类型</translation>
    </message>
    <message>
        <source>Lanes and a limit of speed.</source>
        <translation>并发和限速。</translation>
    </message>
    <message>
        <source>Largest share</source>
        <translation>脏数据最大比例</translation>
    </message>
    <message>
        <source>Lateness</source>
        <translation>允许迟到时间</translation>
    </message>
    <message>
        <source>Later brokers are refused. Without it, brokers above 2.2.x give a note.</source>
        <translation>高于该版本的 Broker 会被拒绝。不填时，2.2.x 以上的 Broker 会给出提示。</translation>
    </message>
    <message>
        <source>Latest broker version</source>
        <translation>Broker 最高版本</translation>
    </message>
    <message>
        <source>Least broker version</source>
        <translation>Broker 最低版本</translation>
    </message>
    <message>
        <source>Least bytes a fetch</source>
        <translation>单次拉取最小字节数</translation>
    </message>
    <message>
        <source>Leave out what exceeds</source>
        <translation>跳过超出范围的消息</translation>
    </message>
    <message>
        <source>Length of a pause</source>
        <translation>暂停时长</translation>
    </message>
    <message>
        <source>Limited</source>
        <translation>限流</translation>
    </message>
    <message>
        <source>Lines at the beginning of every file that are not part of the table; the header comes after them.</source>
        <translation>每个文件开头不属于表的行数；表头在这些行之后。</translation>
    </message>
    <message>
        <source>Lines to skip</source>
        <translation>跳过行数</translation>
    </message>
    <message>
        <source>Longest wait of a fetch</source>
        <translation>单次拉取最长等待</translation>
    </message>
    <message>
        <source>MB a second</source>
        <translation>速率（MB/s）</translation>
    </message>
    <message>
        <source>More settings of librdkafka, by their names.</source>
        <translation>librdkafka 的其他配置项，以配置名填写。</translation>
    </message>
    <message>
        <source>Most dirty rows</source>
        <translation>脏数据最大条数</translation>
    </message>
    <message>
        <source>Most dynamic partitions</source>
        <translation>动态分区上限</translation>
    </message>
    <message>
        <source>Most partitions</source>
        <translation>分区数上限</translation>
    </message>
    <message>
        <source>NULL</source>
        <translation>NULL 标识</translation>
    </message>
    <message>
        <source>Names of the columns in the file, in the reader&apos;s order; objects with &quot;name&quot; and &quot;type&quot; to convert. The reader&apos;s names by default.</source>
        <translation>文件中的列名，次序与数据来源一致；需要转换类型时填写带 &quot;name&quot; 和 &quot;type&quot; 的对象。默认使用数据来源的列名。</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>不限流</translation>
    </message>
    <message>
        <source>Not tolerated</source>
        <translation>不容忍</translation>
    </message>
    <message>
        <source>Older brokers are refused: before 0.10.2 they do not find records by time.</source>
        <translation>低于该版本的 Broker 会被拒绝：0.10.2 之前的版本不能按时间查找消息。</translation>
    </message>
    <message>
        <source>One reader and one writer.</source>
        <translation>一个 Reader 和一个 Writer。</translation>
    </message>
    <message>
        <source>Only these columns</source>
        <translation>仅更新所列的列</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>Partition</source>
        <translation>分区信息</translation>
    </message>
    <message>
        <source>Partitions</source>
        <translation>分区信息</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Password of the client key</source>
        <translation>客户端私钥密码</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>重连时长</translation>
    </message>
    <message>
        <source>Polling interval</source>
        <translation>轮询间隔</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Proxy password</source>
        <translation>代理密码</translation>
    </message>
    <message>
        <source>Proxy user</source>
        <translation>代理用户</translation>
    </message>
    <message>
        <source>Quote</source>
        <translation>引号</translation>
    </message>
    <message>
        <source>REST endpoint</source>
        <translation>Endpoint</translation>
    </message>
    <message>
        <source>Read and kept: a task never stops before the records that were there when it started.</source>
        <translation>仅读取并保留：任务启动时已存在的消息读完之前，任务不会停止。</translation>
    </message>
    <message>
        <source>Read and kept: partitions are assigned by this program, so there is no session.</source>
        <translation>仅读取并保留：分区由本程序分配，因此没有会话。</translation>
    </message>
    <message>
        <source>Read and kept: what lies outside of the window is always left out.</source>
        <translation>仅读取并保留：时间窗口以外的消息始终会跳过。</translation>
    </message>
    <message>
        <source>Read end offset</source>
        <translation>读取结束位点</translation>
    </message>
    <message>
        <source>Read start offset</source>
        <translation>读取起始位点</translation>
    </message>
    <message>
        <source>Reads only the rows that where describes: MaxCompute runs a query, and its result is downloaded.</source>
        <translation>只读取符合 where 条件的行：由 MaxCompute 执行查询，再下载查询结果。</translation>
    </message>
    <message>
        <source>Reads this partition alone; they are counted from 0.</source>
        <translation>只读取该分区；分区从 0 开始编号。</translation>
    </message>
    <message>
        <source>Reads this partition and all behind it, one after another, instead of those of partition. Levels are named from the top down; values are compared as text, so numbers need leading zeros.</source>
        <translation>依次读取该分区及其后的所有分区，代替 partition 指定的分区。各级分区自上而下填写；值按文本比较，因此数字需要补前导零。</translation>
    </message>
    <message>
        <source>Records before this offset are read, in every partition; seekToLast and seekToGroupOffset as with beginOffset.</source>
        <translation>在每个分区中读取该位点之前的消息；seekToLast 和 seekToGroupOffset 的含义与 beginOffset 相同。</translation>
    </message>
    <message>
        <source>Records before this time are read, the time itself not included.</source>
        <translation>读取该时间之前的消息，不包含该时间本身。</translation>
    </message>
    <message>
        <source>Records from this time on are read, the time itself included. yyyyMMddHHmmss, or a date and time as in 2022-11-22 09:00:00.</source>
        <translation>从该时间起读取消息，包含该时间本身。格式为 yyyyMMddHHmmss，或形如 2022-11-22 09:00:00 的日期和时间。</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>地域</translation>
    </message>
    <message>
        <source>Rows a lane</source>
        <translation>每个并发的行数</translation>
    </message>
    <message>
        <source>Rows are inserted or updated by key, which takes a Delta table. Rows that are appended to a Delta table always are.</source>
        <translation>按主键插入或更新行，要求目标为 Delta 表。向 Delta 表追加数据时始终如此。</translation>
    </message>
    <message>
        <source>Rows are seen only when the whole task has succeeded. That is so in any case but streams; more than one lane into a Delta table asks for true.</source>
        <translation>整个任务成功后数据才可见。除流式写入外始终如此；以多个并发写入 Delta 表时必须为 true。</translation>
    </message>
    <message>
        <source>Rows are sent in blocks of about this many MiB; a block that fails is sent again. Blocks end earlier where they compress badly.</source>
        <translation>数据按约此大小（MiB）分块发送；发送失败的数据块会重发。压缩效果较差时，数据块会提前结束。</translation>
    </message>
    <message>
        <source>Rows before a pause</source>
        <translation>暂停前的行数</translation>
    </message>
    <message>
        <source>Rows come by the Storage API instead of the tunnel: as Arrow batches, whatever useArrow and the tunnel&apos;s compression say. Delta tables always do. The result of a query (where) comes through the tunnel.</source>
        <translation>通过 Storage API 而不是 Tunnel 读取：以 Arrow 批次传输，不受 useArrow 和 Tunnel 压缩设置的影响。Delta 表始终如此。查询（where）的结果通过 Tunnel 下载。</translation>
    </message>
    <message>
        <source>Rows go by the Storage API instead of the tunnel: as Arrow batches, whatever useArrow and the tunnel&apos;s compression say. Into one table or partition; not into Delta tables, nor where rows name their partition.</source>
        <translation>通过 Storage API 而不是 Tunnel 写入：以 Arrow 批次传输，不受 useArrow 和 Tunnel 压缩设置的影响。只能写入一张表或一个分区；不支持 Delta 表，也不支持由数据决定分区。</translation>
    </message>
    <message>
        <source>Rows go through the stream tunnel and are seen as they arrive, without a commit. They are appended, and after a lost connection some may come twice. enableUpsert counts more.</source>
        <translation>通过流式 Tunnel 写入，数据到达即可见，无需提交。数据以追加方式写入，连接中断后部分数据可能重复。同时设置 enableUpsert 时，以 enableUpsert 为准。</translation>
    </message>
    <message>
        <source>Rows travel as Arrow batches, column by column, instead of records. The result of a query (where), streams, changes to Delta tables and rows that name their own partition always travel as records.</source>
        <translation>数据以 Arrow 批次按列传输，而不是逐行传输。查询（where）的结果、流式写入、Delta 表的变更以及由数据决定分区的行始终逐行传输。</translation>
    </message>
    <message>
        <source>SASL mechanism</source>
        <translation>SASL 机制</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>Schema</translation>
    </message>
    <message>
        <source>Seconds.</source>
        <translation>单位为秒。</translation>
    </message>
    <message>
        <source>Security protocol</source>
        <translation>安全协议</translation>
    </message>
    <message>
        <source>Security token</source>
        <translation>安全令牌</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Session timeout</source>
        <translation>会话超时</translation>
    </message>
    <message>
        <source>Settings of librdkafka by their names. Those of the Java client that librdkafka does not have are left out, with a line in the log; passwords belong to the data source.</source>
        <translation>librdkafka 的配置项，以配置名填写。librdkafka 没有的 Java 客户端配置项会被忽略，并在日志中提示；密码应填写在数据源中。</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>无消息等待时间</translation>
    </message>
    <message>
        <source>Slots</source>
        <translation>Slot 数</translation>
    </message>
    <message>
        <source>Split size</source>
        <translation>切分大小</translation>
    </message>
    <message>
        <source>Start offset</source>
        <translation>起始位点</translation>
    </message>
    <message>
        <source>Start partition</source>
        <translation>起始分区</translation>
    </message>
    <message>
        <source>Start time</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Start time in milliseconds</source>
        <translation>开始时间（毫秒）</translation>
    </message>
    <message>
        <source>Stop at the newest record</source>
        <translation>读到最新消息时停止</translation>
    </message>
    <message>
        <source>Stop on silence</source>
        <translation>无新消息时停止</translation>
    </message>
    <message>
        <source>Storage API</source>
        <translation>Storage API</translation>
    </message>
    <message>
        <source>Storage API codec</source>
        <translation>Storage API 压缩方式</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>Stream</translation>
    </message>
    <message>
        <source>Succeed without partitions</source>
        <translation>分区不存在时视为成功</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Text of NULL</source>
        <translation>NULL 的写法</translation>
    </message>
    <message>
        <source>The HTTP proxy to go through, for http and https alike. Without it, http_proxy, https_proxy and no_proxy of the environment count; addresses of this machine are then reached directly.</source>
        <translation>使用的 HTTP 代理，http 和 https 都经过它。不填时使用环境变量 http_proxy、https_proxy 和 no_proxy；此时访问本机地址不经过代理。</translation>
    </message>
    <message>
        <source>The MaxCompute project.</source>
        <translation>MaxCompute 项目。</translation>
    </message>
    <message>
        <source>The address of the MaxCompute service, as its console shows it.</source>
        <translation>MaxCompute 服务的地址，见其控制台。</translation>
    </message>
    <message>
        <source>The address rows go through. Without it, the service is asked.</source>
        <translation>数据传输的地址。不填时向服务查询。</translation>
    </message>
    <message>
        <source>The character around fields that hold delimiters or line breaks; empty for none.</source>
        <translation>包围含有分隔符或换行的字段的字符；为空表示不使用。</translation>
    </message>
    <message>
        <source>The character around fields that need it; empty for none: rows that would need it are dirty.</source>
        <translation>包围需要加引号的字段的字符；为空表示不使用，需要引号的行将成为脏数据。</translation>
    </message>
    <message>
        <source>The character before a quote inside quotes. By default the quote itself: it is doubled.</source>
        <translation>引号内的引号之前的转义字符。默认为引号本身，即写两个引号。</translation>
    </message>
    <message>
        <source>The columns that make the record&apos;s key, with commas between several: rows of the same key go to the same partition, in order. Without it, records have no key.</source>
        <translation>组成消息键的列，多个之间用逗号分隔：键相同的行按次序写入同一分区。不填时消息没有键。</translation>
    </message>
    <message>
        <source>The condition on rows, as behind WHERE in MaxCompute SQL. It counts only while enableWhere is true; then columns may be expressions too, such as upper(name).</source>
        <translation>行的过滤条件，写法与 MaxCompute SQL 的 WHERE 之后相同。仅在 enableWhere 为 true 时生效；此时列也可以是表达式，例如 upper(name)。</translation>
    </message>
    <message>
        <source>The encoding of keys and values that are texts.</source>
        <translation>文本类型的键和值的编码。</translation>
    </message>
    <message>
        <source>The encoding of the headers&apos; values.</source>
        <translation>消息头的值的编码。</translation>
    </message>
    <message>
        <source>The file to read, a pattern (* and ?) or a list of both. Relative paths start in the data source&apos;s folder, or in the workspace. Files read together must have the same columns; those with a header are aligned by name.</source>
        <translation>要读取的文件、通配符（* 和 ?）或两者组成的列表。相对路径以数据源的文件夹或工作空间为起点。一起读取的文件必须有相同的列；有表头的文件按列名对齐。</translation>
    </message>
    <message>
        <source>The file to write. With several lanes each writes one of its own: out.part-0001.csv, … Files appear when the run succeeds, not before.</source>
        <translation>要写入的文件。有多个并发时各写一个文件：out.part-0001.csv 等。运行成功后文件才会出现。</translation>
    </message>
    <message>
        <source>The first offset to read, in every partition. seekToBeginning, seekToLast and seekToGroupOffset are other words for earliest, latest and current.</source>
        <translation>在每个分区中开始读取的位点。seekToBeginning、seekToLast 和 seekToGroupOffset 分别等同于 earliest、latest 和 current。</translation>
    </message>
    <message>
        <source>The folder of the file to write; it must exist.</source>
        <translation>要写入的文件所在的文件夹，必须已存在。</translation>
    </message>
    <message>
        <source>The form of the script.</source>
        <translation>脚本的格式版本。</translation>
    </message>
    <message>
        <source>The group that Kafka&apos;s statistics show. What a task has brought to its destination is committed for it afterwards. Without it, nothing is committed.</source>
        <translation>Kafka 统计中显示的消费组。任务写入目标之后，以该消费组提交位点。不填时不提交。</translation>
    </message>
    <message>
        <source>The id of the access key.</source>
        <translation>访问密钥的 ID。</translation>
    </message>
    <message>
        <source>The largest share of dirty rows among those read, from 0 to 1.</source>
        <translation>脏数据占读取行数的最大比例，取值为 0 到 1。</translation>
    </message>
    <message>
        <source>The most dirty rows with which the task still succeeds; &quot;0&quot; bears none. It goes before &quot;percentage&quot;.</source>
        <translation>任务仍视为成功的最大脏数据条数；&quot;0&quot; 表示不容忍。优先于 &quot;percentage&quot;。</translation>
    </message>
    <message>
        <source>The most lanes that read and write at a time.</source>
        <translation>同时读写的最大并发数。</translation>
    </message>
    <message>
        <source>The most megabytes (10^6 bytes) a second for the whole job; counts when &quot;throttle&quot; is true.</source>
        <translation>整个任务每秒最多传输的兆字节数（10^6 字节）；仅在 &quot;throttle&quot; 为 true 时生效。</translation>
    </message>
    <message>
        <source>The name of a Kafka data source.</source>
        <translation>Kafka 数据源的名称。</translation>
    </message>
    <message>
        <source>The name of a MaxCompute data source.</source>
        <translation>MaxCompute 数据源的名称。</translation>
    </message>
    <message>
        <source>The name of a file data source: relative paths start in its folder. In the workspace without one.</source>
        <translation>文件数据源的名称：相对路径以其文件夹为起点。不填时以工作空间为起点。</translation>
    </message>
    <message>
        <source>The name of the step that rows come from.</source>
        <translation>数据来源步骤的名称。</translation>
    </message>
    <message>
        <source>The name of the step that rows go to.</source>
        <translation>数据去向步骤的名称。</translation>
    </message>
    <message>
        <source>The names of the fields to write, in the order of the reader&apos;s columns. Without it, the reader&apos;s own.</source>
        <translation>要写入的字段名，次序与数据来源的列一致。不填时使用数据来源的列名。</translation>
    </message>
    <message>
        <source>The one partition to fill, all levels; it is made when it is missing. A level without a value takes it from the rows, each of which goes to its own partition; name it among the columns then. Required when the table is partitioned.</source>
        <translation>要写入的一个分区，须包含所有级别；不存在时自动创建。没有值的级别从数据中取值，各行写入各自的分区，此时该级别须列在列中。分区表必填。</translation>
    </message>
    <message>
        <source>The options of the connector.</source>
        <translation>连接器的配置项。</translation>
    </message>
    <message>
        <source>The password of that user.</source>
        <translation>该用户的密码。</translation>
    </message>
    <message>
        <source>The schema of tables whose name tells none, in projects that have schemas. Without it, the project&apos;s default.</source>
        <translation>在启用 Schema 的项目中，表名未指定 Schema 时使用的 Schema。不填时使用项目的默认 Schema。</translation>
    </message>
    <message>
        <source>The secret of the access key. Kept in the keyring, never in a file of the workspace.</source>
        <translation>访问密钥的 Secret。保存在系统密钥环中，不会写入工作空间的文件。</translation>
    </message>
    <message>
        <source>The service&apos;s region: requests are then signed in version 4, which some services require. Where a service does not know that version, it is asked in version 2.</source>
        <translation>服务所在的地域：填写后请求使用 V4 签名，部分服务要求如此。服务不支持 V4 时改用 V2。</translation>
    </message>
    <message>
        <source>The system that the step reads or writes.</source>
        <translation>该步骤读取或写入的系统。</translation>
    </message>
    <message>
        <source>The table to read; upper and lower case do not differ. Views and external tables are not read.</source>
        <translation>要读取的表，不区分大小写。不支持读取视图和外部表。</translation>
    </message>
    <message>
        <source>The table to write; upper and lower case do not differ. Views and external tables are not written.</source>
        <translation>要写入的表，不区分大小写。不支持写入视图和外部表。</translation>
    </message>
    <message>
        <source>The token of a temporary (STS) access key.</source>
        <translation>临时（STS）访问密钥的令牌。</translation>
    </message>
    <message>
        <source>The topic.</source>
        <translation>Kafka 的 Topic。</translation>
    </message>
    <message>
        <source>The tunnel quota to use. Without it, the shared one.</source>
        <translation>使用的 Tunnel Quota。不填时使用公共资源。</translation>
    </message>
    <message>
        <source>The user that the proxy asks for.</source>
        <translation>代理要求的用户。</translation>
    </message>
    <message>
        <source>The way of the rows: one hop from the reader to the writer.</source>
        <translation>数据的流向：从 Reader 到 Writer 的一跳。</translation>
    </message>
    <message>
        <source>The zone of the start and end time. Without it, that of the task.</source>
        <translation>开始时间和结束时间的时区。不填时使用任务的时区。</translation>
    </message>
    <message>
        <source>Throttle</source>
        <translation>同步速率</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>时区</translation>
    </message>
    <message>
        <source>Timestamp column</source>
        <translation>时间戳列</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>Tunnel endpoint</source>
        <translation>Tunnel Endpoint</translation>
    </message>
    <message>
        <source>Tunnel resource group</source>
        <translation>Tunnel 资源组</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Value type</source>
        <translation>值类型</translation>
    </message>
    <message>
        <source>Verify host names</source>
        <translation>校验主机名</translation>
    </message>
    <message>
        <source>Visible upon completion</source>
        <translation>同步完成才可见</translation>
    </message>
    <message>
        <source>What &quot;order&quot; calls the step.</source>
        <translation>步骤在 &quot;order&quot; 中的名称。</translation>
    </message>
    <message>
        <source>What separates fields: one or more characters. Found out when left out.</source>
        <translation>分隔字段的一个或多个字符。不填时自动识别。</translation>
    </message>
    <message>
        <source>What stands between the columns of a printed or written row.</source>
        <translation>打印或写入的行中，列与列之间的内容。</translation>
    </message>
    <message>
        <source>What the bytes of a key are: a text, bytes, or a number as Kafka&apos;s own serializers write it.</source>
        <translation>键的字节的含义：文本、字节，或 Kafka 自带序列化器写出的数字。</translation>
    </message>
    <message>
        <source>What the bytes of a value are. JSON fields are read from texts and bytes.</source>
        <translation>值的字节的含义。JSON 字段从文本和字节中读取。</translation>
    </message>
    <message>
        <source>What the script is: a job.</source>
        <translation>脚本的类型：job（作业）。</translation>
    </message>
    <message>
        <source>What to do when the start offset is no longer in the partition, or the consumer group has committed none: none fails, earliest reads from the first record, latest reads nothing of it.</source>
        <translation>起始位点已不在分区中，或消费组没有提交过位点时的处理方式：none 报错，earliest 从第一条消息读起，latest 不读取该分区。</translation>
    </message>
    <message>
        <source>What to generate: one object a column with &quot;type&quot; (string, long, double, bool, date, bytes or a type of MaxCompute; default string) and either &quot;value&quot; (a constant) or &quot;random&quot; (&quot;from, to&quot;: values of numbers and dates, lengths of texts and bytes, false and true parts of booleans). &quot;dateFormat&quot; tells how dates are written, &quot;name&quot; names the column. Without it, one field for each destination column.</source>
        <translation>要生成的内容：每列一个对象，包含 &quot;type&quot;（string、long、double、bool、date、bytes 或 MaxCompute 的类型，默认 string）以及 &quot;value&quot;（常量）或 &quot;random&quot;（&quot;起, 止&quot;：数字和日期的取值、文本和字节的长度、布尔值 false 与 true 的比重）。&quot;dateFormat&quot; 说明日期的写法，&quot;name&quot; 为列名。不填时为数据去向的每一列生成一个字段。</translation>
    </message>
    <message>
        <source>What to read, in this order: __key__, __value__, __partition__, __headers__ (as JSON), __offset__, __timestamp__ (milliseconds), paths into a value that is JSON, or constants in single quotes. A path goes by . to a member and by [0] to an element; keys that hold a . cannot be named. A string is its text, other values are their JSON; what is missing is NULL, and a value that is not JSON makes the record a dirty row.</source>
        <translation>按次序填写要读取的内容：__key__、__value__、__partition__、__headers__（JSON 格式）、__offset__、__timestamp__（毫秒）、值为 JSON 时的路径，或单引号中的常量。路径用 . 指向成员，用 [0] 指向元素；含有 . 的键无法指定。字符串取其文本，其他值取其 JSON；不存在的为 NULL，值不是 JSON 时该消息成为脏数据。</translation>
    </message>
    <message>
        <source>What to read, in this order: columns, partition columns for their value, constants in single quotes, or [&quot;*&quot;] for all columns of the table. With enableWhere and where, also expressions of MaxCompute SQL.</source>
        <translation>按次序填写要读取的内容：列、分区列（取其值）、单引号中的常量，或用 [&quot;*&quot;] 表示表的所有列。设置了 enableWhere 和 where 时，还可以是 MaxCompute SQL 的表达式。</translation>
    </message>
    <message>
        <source>What to read, in this order: names, &quot;*&quot; for all, constants in single quotes, __file__ (the file&apos;s name), __row__ (the row&apos;s number), or objects with &quot;name&quot; or &quot;index&quot; (from 0) or &quot;value&quot;, and &quot;type&quot; and &quot;format&quot; (for dates: yyyy, MM, dd, HH, mm, ss, SSS). All columns by default.</source>
        <translation>按次序填写要读取的内容：列名、表示所有列的 &quot;*&quot;、单引号中的常量、__file__（文件名）、__row__（行号），或带有 &quot;name&quot;、&quot;index&quot;（从 0 开始）或 &quot;value&quot; 的对象，可附带 &quot;type&quot; 和 &quot;format&quot;（用于日期：yyyy、MM、dd、HH、mm、ss、SSS）。默认读取所有列。</translation>
    </message>
    <message>
        <source>When more partitions than this match, the task fails before it reads a row: a guard against a pattern that matches too much.</source>
        <translation>匹配的分区多于该值时，任务在读取数据之前失败，以防通配符匹配过多。</translation>
    </message>
    <message>
        <source>When no partition matches, the task succeeds with no rows instead of failing.</source>
        <translation>没有匹配的分区时，任务以零行成功结束，而不是失败。</translation>
    </message>
    <message>
        <source>When rows come for more partitions than this, the task fails.</source>
        <translation>数据涉及的分区多于该值时，任务失败。</translation>
    </message>
    <message>
        <source>When the start is gone</source>
        <translation>起始位点失效时</translation>
    </message>
    <message>
        <source>Where reading ends: specific is a time (endDateTime), latest is the end of a partition when the task starts, current is what the consumer group has committed, offset is endOffset. Without it, the option that is set says so; with none, latest.</source>
        <translation>读取的结束位置：specific 为指定时间（endDateTime），latest 为任务启动时分区的末尾，current 为消费组已提交的位点，offset 为 endOffset。不填时以已填写的配置项为准；都未填写时为 latest。</translation>
    </message>
    <message>
        <source>Where reading starts: specific is a time (beginDateTime), earliest and latest are the ends of a partition, current is what the consumer group has committed, offset is beginOffset. Without it, the option that is set says so.</source>
        <translation>读取的起始位置：specific 为指定时间（beginDateTime），earliest 和 latest 为分区的两端，current 为消费组已提交的位点，offset 为 beginOffset。不填时以已填写的配置项为准。</translation>
    </message>
    <message>
        <source>Where relative paths of tasks start. A relative folder starts in the workspace.</source>
        <translation>任务中相对路径的起点。相对的文件夹以工作空间为起点。</translation>
    </message>
    <message>
        <source>Where the key has one.</source>
        <translation>私钥有密码时填写。</translation>
    </message>
    <message>
        <source>Whether &quot;mbps&quot; limits the speed.</source>
        <translation>是否按 &quot;mbps&quot; 限速。</translation>
    </message>
    <message>
        <source>Whether the first row names the columns: true for CSV and TSV, false for text by default.</source>
        <translation>第一行是否为列名：CSV 和 TSV 默认为 true，text 默认为 false。</translation>
    </message>
    <message>
        <source>Whether the first row names the columns; sniff finds out. Without a header columns are called c1, c2, … or as `column` names them all in order.</source>
        <translation>第一行是否为列名；sniff 表示自动识别。没有表头时，列名为 c1、c2 等，或由 column 按次序全部指定。</translation>
    </message>
    <message>
        <source>Which columns the incoming ones go to, in this order, or [&quot;*&quot;] for all columns of the table. What is not named becomes NULL. Into a Delta table, __operation__ may be among them: I or U inserts or updates the row, D deletes it.</source>
        <translation>按次序填写数据写入的列，或用 [&quot;*&quot;] 表示表的所有列。未列出的列为 NULL。写入 Delta 表时可以包含 __operation__：I 或 U 插入或更新该行，D 删除该行。</translation>
    </message>
    <message>
        <source>Which end of the task the step is.</source>
        <translation>该步骤是任务的哪一端。</translation>
    </message>
    <message>
        <source>Which partitions to read, all levels each: * is any text, ? any one character. An entry that begins with /*query*/ is a condition on partition columns. max_pt() is the partition with the greatest first level, compared as text; max_two_pt() the two greatest; either may stand for a level&apos;s value too. Required when the table is partitioned.</source>
        <translation>要读取的分区，每项须包含所有级别：* 表示任意文本，? 表示任意一个字符。以 /*query*/ 开头的项是对分区列的条件。max_pt() 表示第一级最大（按文本比较）的分区，max_two_pt() 表示最大的两个；两者也可以作为某一级的值。分区表必填。</translation>
    </message>
    <message>
        <source>Which step&apos;s rows go to which.</source>
        <translation>数据从哪个步骤流向哪个步骤。</translation>
    </message>
    <message>
        <source>With SASL: the user&apos;s name.</source>
        <translation>使用 SASL 时的用户名。</translation>
    </message>
    <message>
        <source>With SASL: the user&apos;s password. Kept in the keyring, never in a file of the workspace.</source>
        <translation>使用 SASL 时的用户密码。保存在系统密钥环中，不会写入工作空间的文件。</translation>
    </message>
    <message>
        <source>With SSL: a PEM file of the authorities that sign the brokers&apos; certificates. Without it, those of this computer.</source>
        <translation>使用 SSL 时：签发 Broker 证书的颁发机构的 PEM 文件。不填时使用本机的颁发机构。</translation>
    </message>
    <message>
        <source>With SSL: a PEM file with the certificate of this client, where brokers ask for one.</source>
        <translation>使用 SSL 时：Broker 要求客户端证书时，该证书的 PEM 文件。</translation>
    </message>
    <message>
        <source>With SSL: a PEM file with the key of the client certificate.</source>
        <translation>使用 SSL 时：客户端证书私钥的 PEM 文件。</translation>
    </message>
    <message>
        <source>With SSL: the brokers&apos; certificates must name their hosts.</source>
        <translation>使用 SSL 时：Broker 的证书必须与其主机名一致。</translation>
    </message>
    <message>
        <source>With an end time: how far a record&apos;s time may lie behind those before it, in seconds. Reading ends where records are that much later than the end time. Without it, every partition is read up to its end, so that no record of the window is missed however late it came.</source>
        <translation>设置了结束时间时：消息时间最多可以比之前的消息晚到多少，单位为秒。读到比结束时间晚这么多的消息时停止。不填时每个分区读到末尾，无论消息迟到多久都不会漏读。</translation>
    </message>
    <message>
        <source>With startPartition: looks for new partitions every so many seconds. The task then goes on until it is stopped, and a target that shows rows when a task ends, such as a table, keeps none of them. Without it, the task ends after the newest partition.</source>
        <translation>设置了 startPartition 时：每隔这么多秒检查一次新分区。此时任务会一直运行到被停止为止，而任务结束后数据才可见的目标（例如表）不会保留任何数据。不填时，任务读完最新的分区后结束。</translation>
    </message>
    <message>
        <source>With startPartition: what to do when a partition is changed while it is read. NONE fails, SKIP goes on with the next one. Rows read before are kept.</source>
        <translation>设置了 startPartition 时：分区在读取期间被修改的处理方式。NONE 报错，SKIP 继续读取下一个分区。之前读取的行会保留。</translation>
    </message>
    <message>
        <source>With stopWhenPollEmpty: how long no record may come, in seconds.</source>
        <translation>设置了 stopWhenPollEmpty 时：多久没有新消息就结束，单位为秒。</translation>
    </message>
    <message>
        <source>With text: what is written for NULL.</source>
        <translation>格式为 text 时：NULL 写成什么。</translation>
    </message>
    <message>
        <source>With text: what stands between the columns; \t and \u0001 are understood.</source>
        <translation>格式为 text 时：列与列之间的内容；支持 \t 和 \u0001 这样的写法。</translation>
    </message>
    <message>
        <source>With useStreamTunnel: rows are sent when the first of them is this many milliseconds old. 0: only when there are enough.</source>
        <translation>设置了 useStreamTunnel 时：最早的一行等待达到这么多毫秒就发送。0 表示攒够数据才发送。</translation>
    </message>
    <message>
        <source>With useStreamTunnel: rows are sent when they have this many bytes.</source>
        <translation>设置了 useStreamTunnel 时：数据达到这么多字节就发送。</translation>
    </message>
    <message>
        <source>Write by key</source>
        <translation>按主键写入</translation>
    </message>
    <message>
        <source>Write mode</source>
        <translation>写入模式</translation>
    </message>
    <message>
        <source>Writes NULL where a text is empty.</source>
        <translation>空字符串写为 NULL。</translation>
    </message>
    <message>
        <source>Writes the first 100 rows to the log. Without it rows are counted and discarded.</source>
        <translation>将前 100 行写入日志。否则只计数，不保留数据。</translation>
    </message>
    <message>
        <source>Writes the rows to this file as lines of text, replacing it when the run succeeds.</source>
        <translation>将数据按行写入该文本文件，运行成功后替换原文件。</translation>
    </message>
    <message>
        <source>Writes to this partition alone.</source>
        <translation>只写入该分区。</translation>
    </message>
    <message>
        <source>json makes every row an object, text puts the columns one after another.</source>
        <translation>json 将每行写成一个对象，text 将各列依次排列。</translation>
    </message>
    <message>
        <source>true overwrites: the rows replace what the table or partition holds, in one step when the task succeeds. false appends.</source>
        <translation>true 为覆盖：任务成功时，一次性替换表或分区中的原有数据。false 为追加。</translation>
    </message>
    <message>
        <source>truncate replaces the files of earlier runs; append leaves them and writes files with the run&apos;s id in their names; nonConflict refuses to run when there are any.</source>
        <translation>truncate 替换之前运行的文件；append 保留它们，新文件的名称中带有运行 ID；nonConflict 在已有文件时拒绝运行。</translation>
    </message>
    <message>
        <source>utf-8, gbk, gb18030, big5, utf-16, latin1 and others. UTF-8 by default, UTF-16 where its mark stands.</source>
        <translation>utf-8、gbk、gb18030、big5、utf-16、latin1 等。默认为 UTF-8，带有 UTF-16 标记的文件为 UTF-16。</translation>
    </message>
    <message>
        <source>%1 Instead of a data source.</source>
        <translation>%1 仅在不使用数据源时填写。</translation>
    </message>
    <message>
        <source>Another name of endpoint.</source>
        <translation>endpoint 的另一种写法。</translation>
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
    <name>SourceDraft</name>
    <message>
        <source>%1 is needed.</source>
        <translation>请填写 %1。</translation>
    </message>
    <message>
        <source>There is a data source &quot;%1&quot; already. Choose another name.</source>
        <translation>数据源“%1”已存在，请更换名称。</translation>
    </message>
</context>
<context>
    <name>TaskWords</name>
    <message>
        <source>1 channel</source>
        <translation>1 个并发</translation>
    </message>
    <message>
        <source>%1 channels</source>
        <translation>%1 个并发</translation>
    </message>
    <message>
        <source>no throttle</source>
        <translation>不限流</translation>
    </message>
    <message>
        <source>dirty rows ignored</source>
        <translation>忽略脏数据</translation>
    </message>
    <message>
        <source>a share of %1 dirty rows</source>
        <translation>脏数据比例不超过 %1</translation>
    </message>
    <message>
        <source>no dirty row</source>
        <translation>不容忍脏数据</translation>
    </message>
    <message>
        <source>at most %1 dirty rows</source>
        <translation>脏数据不超过 %1 条</translation>
    </message>
    <message>
        <source>%1 is not read by MaxCompute&apos;s readers; read CAST(… AS STRING).</source>
        <translation>MaxCompute 数据来源不支持读取 %1，请改为读取 CAST(… AS STRING)。</translation>
    </message>
    <message>
        <source>It is read twice.</source>
        <translation>该字段被读取了两次。</translation>
    </message>
    <message>
        <source>It is written twice.</source>
        <translation>该列被写入了两次。</translation>
    </message>
    <message>
        <source>%1 mapped, %2 left, %3 ambiguous.</source>
        <translation>已映射 %1 个，剩余 %2 个，%3 个有歧义。</translation>
    </message>
    <message>
        <source>%1 mapped, %2 left.</source>
        <translation>已映射 %1 个，剩余 %2 个。</translation>
    </message>
    <message>
        <source>1 line</source>
        <translation>1 条连线</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 条连线</translation>
    </message>
    <message>
        <source>%1 is a partition: its value is set in the destination&apos;s options.</source>
        <translation>%1 是分区：其值在数据去向的配置中设置。</translation>
    </message>
    <message>
        <source>&quot;*&quot; stands for columns that are not known yet. Read the schema first.</source>
        <translation>“*”代表尚不知道的列，请先读取表结构。</translation>
    </message>
    <message>
        <source>%1 feeds %2 already.</source>
        <translation>%1 已映射到 %2。</translation>
    </message>
    <message>
        <source>%1 is filled from %2. A column has one source.</source>
        <translation>%1 的数据来自 %2。一个目标列只能有一个来源。</translation>
    </message>
    <message>
        <source>%1 feeds %2. A field feeds one column.</source>
        <translation>%1 已映射到 %2。一个来源字段只能映射到一个目标列。</translation>
    </message>
    <message>
        <source>%1 feeds %2.</source>
        <translation>%1 已映射到 %2。</translation>
    </message>
    <message>
        <source>Nothing was mapped: the fields are in use, or no column is free from there on.</source>
        <translation>没有建立映射：这些字段已被使用，或其后没有空闲的列。</translation>
    </message>
    <message>
        <source>The columns of a table are given.</source>
        <translation>表的列是固定的。</translation>
    </message>
    <message>
        <source>Nothing was mapped: the fields are in use.</source>
        <translation>没有建立映射：这些字段已被使用。</translation>
    </message>
    <message>
        <source>At least one column stays: where none is named, all are copied.</source>
        <translation>至少保留一列：一列都不填时会同步所有列。</translation>
    </message>
    <message>
        <source>There is no line to take away.</source>
        <translation>没有可移除的连线。</translation>
    </message>
    <message>
        <source>1 line taken away.</source>
        <translation>已移除 1 条连线。</translation>
    </message>
    <message>
        <source>%1 taken away.</source>
        <translation>已移除 %1。</translation>
    </message>
    <message>
        <source>No field has the name of a column, upper and lower case aside.</source>
        <translation>没有与目标列同名的字段（不区分大小写）。</translation>
    </message>
    <message>
        <source>There are no fields and columns to pair.</source>
        <translation>没有可配对的字段和列。</translation>
    </message>
    <message>
        <source>Nothing is mapped.</source>
        <translation>没有任何映射。</translation>
    </message>
    <message>
        <source>Fields move within their group.</source>
        <translation>字段只能在所属分组内移动。</translation>
    </message>
    <message>
        <source>%1 moved.</source>
        <translation>已移动 %1。</translation>
    </message>
    <message>
        <source>It has neither a name nor an index nor a value.</source>
        <translation>既没有名称，也没有序号，也没有值。</translation>
    </message>
    <message>
        <source>A generated column is an object, as in {&quot;type&quot;: &quot;long&quot;}.</source>
        <translation>生成的列是一个对象，例如 {&quot;type&quot;: &quot;long&quot;}。</translation>
    </message>
    <message>
        <source>A column is a name or a constant in single quotes.</source>
        <translation>列应为列名，或单引号中的常量。</translation>
    </message>
    <message>
        <source>A column of a file needs a name.</source>
        <translation>文件的列需要名称。</translation>
    </message>
    <message>
        <source>A column to write to is given by its name.</source>
        <translation>要写入的列以列名指定。</translation>
    </message>
    <message>
        <source>%1 % filled</source>
        <translation>%1% 有值</translation>
    </message>
    <message>
        <source>alike by name</source>
        <translation>名称相近</translation>
    </message>
    <message>
        <source>rounds to %1 places</source>
        <translation>舍入到 %1 位小数</translation>
    </message>
    <message>
        <source>text may not be a number</source>
        <translation>文本可能不是数字</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>类型一致</translation>
    </message>
    <message>
        <source>%1 has room</source>
        <translation>%1 可容纳</translation>
    </message>
    <message>
        <source>text is not a number</source>
        <translation>文本不是数字</translation>
    </message>
    <message>
        <source>%1 of %2 samples do not fit</source>
        <translation>%2 个样本中有 %1 个不符合</translation>
    </message>
    <message>
        <source>ms since 1970</source>
        <translation>1970 年起的毫秒数</translation>
    </message>
    <message>
        <source>%1 of %2 samples fit</source>
        <translation>%2 个样本中有 %1 个符合</translation>
    </message>
    <message>
        <source>known when it runs</source>
        <translation>运行时才能确定</translation>
    </message>
    <message>
        <source>type not known</source>
        <translation>类型未知</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>常量</translation>
    </message>
    <message>
        <source>Safe to rerun</source>
        <translation>可安全重跑</translation>
    </message>
    <message>
        <source>Rerun duplicates rows</source>
        <translation>重跑会产生重复数据</translation>
    </message>
    <message>
        <source>Rerun depends on the parameters</source>
        <translation>能否重跑取决于参数</translation>
    </message>
    <message>
        <source>Whether the run appends or overwrites is known when its parameters are.</source>
        <translation>追加还是覆盖，要等参数确定后才知道。</translation>
    </message>
    <message>
        <source>Write mode Overwrite: every run replaces what the table or partition holds.</source>
        <translation>写入模式为覆盖：每次运行都会替换表或分区中的原有数据。</translation>
    </message>
    <message>
        <source>The stream tunnel appends: a rerun adds the same rows again.</source>
        <translation>流式 Tunnel 以追加方式写入：重跑会再次写入相同的数据。</translation>
    </message>
    <message>
        <source>Rerun updates by key</source>
        <translation>重跑按主键更新</translation>
    </message>
    <message>
        <source>The table is a Delta table: rows of the same key are written over, and none comes twice.</source>
        <translation>目标是 Delta 表：主键相同的行会被覆盖，不会重复。</translation>
    </message>
    <message>
        <source>Write mode Append into a table without a key: a rerun adds the same rows again. Overwrite replaces them.</source>
        <translation>写入模式为追加，且表没有主键：重跑会再次写入相同的数据。改为覆盖可以替换原有数据。</translation>
    </message>
    <message>
        <source>Write mode Append: into a table without a key, a rerun adds the same rows again. Overwrite replaces them.</source>
        <translation>写入模式为追加：表没有主键时，重跑会再次写入相同的数据。改为覆盖可以替换原有数据。</translation>
    </message>
    <message>
        <source>Whether the run appends or replaces is known when its parameters are.</source>
        <translation>追加还是替换，要等参数确定后才知道。</translation>
    </message>
    <message>
        <source>Write mode append: a rerun writes the same rows to more files.</source>
        <translation>写入模式为 append：重跑会把相同的数据写入更多文件。</translation>
    </message>
    <message>
        <source>Write mode nonConflict: a rerun fails while the file is there, and changes nothing.</source>
        <translation>写入模式为 nonConflict：文件已存在时重跑会失败，不会更改任何内容。</translation>
    </message>
    <message>
        <source>Every run replaces the file.</source>
        <translation>每次运行都会替换该文件。</translation>
    </message>
    <message>
        <source>A topic takes records one after another: a rerun sends them again.</source>
        <translation>Topic 依次接收消息：重跑会再次发送相同的消息。</translation>
    </message>
    <message>
        <source>The rows are counted and discarded.</source>
        <translation>数据只计数，不保留。</translation>
    </message>
    <message>
        <source>Nothing is known of what &quot;%1&quot; does with rows that come again.</source>
        <translation>不清楚“%1”如何处理重复写入的数据。</translation>
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
    <message>
        <source>%1, %2 left</source>
        <translation>%1，剩余 %2 行</translation>
    </message>
</context>
<context>
    <name>sluice::ChannelSection</name>
    <message>
        <source>16 MB a channel</source>
        <translation>每通道 16 MB</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>Channel control</source>
        <translation>通道控制</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>The most memory for rows on their way, all channels together. It belongs to this computer and its tasks, not to the script.</source>
        <translation>传输中的数据最多占用的内存，所有通道合计。该设置属于本机及本机上的任务，不写入脚本。</translation>
    </message>
</context>
<context>
    <name>sluice::ChoiceField</name>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Not set</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>Choose from the list instead</source>
        <translation>改为从列表中选择</translation>
    </message>
</context>
<context>
    <name>sluice::CommandPalette</name>
    <message>
        <source>Go to a task, table, column or command</source>
        <translation>转到任务、表、列或命令</translation>
    </message>
    <message>
        <source>What is found</source>
        <translation>查找结果</translation>
    </message>
    <message>
        <source>table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>data source</source>
        <translation>数据源</translation>
    </message>
    <message>
        <source>option</source>
        <translation>配置项</translation>
    </message>
    <message>
        <source>%1 in %2, line %3</source>
        <translation>%2 中的%1，第 %3 行</translation>
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
    <name>sluice::DiffStrip</name>
    <message>
        <source>Compare with file…</source>
        <translation>与文件比较…</translation>
    </message>
    <message>
        <source>Compare with what is saved</source>
        <translation>与已保存的内容比较</translation>
    </message>
    <message>
        <source>Changed since it was saved</source>
        <translation>保存后的更改</translation>
    </message>
    <message>
        <source>Against %1</source>
        <translation>与 %1 的差异</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>另有 %n 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::DirtyModel</name>
    <message>
        <source>Row</source>
        <translation>行号</translation>
    </message>
    <message>
        <source>not kept</source>
        <translation>未保留</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>已修正</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>已丢弃</translation>
    </message>
    <message>
        <source>on its way</source>
        <translation>重放中</translation>
    </message>
    <message>
        <source>replayed</source>
        <translation>已重放</translation>
    </message>
    <message>
        <source>Given to attempt %1</source>
        <translation>已交由尝试 %1 重放</translation>
    </message>
    <message>
        <source>It came as %1</source>
        <translation>原值为 %1</translation>
    </message>
    <message>
        <source>Only this was kept of the row. Correct it at the source.</source>
        <translation>该行仅保留了此内容，请在来源处更正。</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Line as it came</source>
        <translation>原始行</translation>
    </message>
</context>
<context>
    <name>sluice::DirtyPane</name>
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
        <source>Rows whose values do not fit the destination are kept here, to be corrected and sent again.</source>
        <translation>值不符合数据去向要求的行保留在此处，可修正后重新发送。</translation>
    </message>
    <message>
        <source>Replay fixed rows</source>
        <translation>重放已修正的行</translation>
    </message>
    <message>
        <source>Trail</source>
        <translation>修正记录</translation>
    </message>
    <message>
        <source>What was corrected, when and by which rule</source>
        <translation>修正的内容、时间及所用规则</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Set to NULL</source>
        <translation>置为 NULL</translation>
    </message>
    <message>
        <source>Take the row back</source>
        <translation>恢复该行</translation>
    </message>
    <message>
        <source>Drop the row</source>
        <translation>丢弃该行</translation>
    </message>
    <message>
        <source>%1 fixed</source>
        <translation>已修正 %1 行</translation>
    </message>
    <message>
        <source>%1 rejected</source>
        <translation>被拒绝 %1 行</translation>
    </message>
    <message>
        <source>%1 dropped</source>
        <translation>已丢弃 %1 行</translation>
    </message>
    <message>
        <source>%1 on their way</source>
        <translation>重放中 %1 行</translation>
    </message>
    <message>
        <source>%1 replayed</source>
        <translation>已重放 %1 行</translation>
    </message>
    <message>
        <source>Correct a cell with F2, or many by a rule.</source>
        <translation>按 F2 修正单元格，或按规则批量修正。</translation>
    </message>
    <message>
        <source>The first %1 of %2 are shown.</source>
        <translation>共 %2 行，显示前 %1 行。</translation>
    </message>
</context>
<context>
    <name>sluice::DraftKeeper</name>
    <message>
        <source>unsaved text brought back</source>
        <translation>找回未保存的内容</translation>
    </message>
    <message>
        <source>The file was changed after this text was kept. Saving replaces the other change; undo brings back what is in the file.</source>
        <translation>保留此内容后文件又被修改。保存将覆盖对方的修改；撤销则恢复为文件中的内容。</translation>
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
    <name>sluice::FieldCard</name>
    <message>
        <source>Filter fields</source>
        <translation>筛选字段</translation>
    </message>
    <message>
        <source>Filter columns</source>
        <translation>筛选列</translation>
    </message>
    <message>
        <source>Unmapped only</source>
        <translation>仅未映射</translation>
    </message>
    <message>
        <source>Unmapped source fields only</source>
        <translation>仅显示未映射的来源字段</translation>
    </message>
    <message>
        <source>Unmapped columns only</source>
        <translation>仅显示未映射的列</translation>
    </message>
</context>
<context>
    <name>sluice::FieldDelegate</name>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Not among the columns that were read</source>
        <translation>不在已读取的列中</translation>
    </message>
    <message>
        <source>Read, and no column takes it</source>
        <translation>已读取，但没有列接收</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>不读取</translation>
    </message>
    <message>
        <source>Partition</source>
        <translation>分区</translation>
    </message>
    <message>
        <source>not among the columns that were read</source>
        <translation>不在已读取的列中</translation>
    </message>
    <message>
        <source>Suggested</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>Not mapped</source>
        <translation>未映射</translation>
    </message>
    <message>
        <source>stays NULL</source>
        <translation>保持为 NULL</translation>
    </message>
    <message>
        <source>takes no NULL: map it</source>
        <translation>不允许 NULL，请映射</translation>
    </message>
    <message>
        <source>not written</source>
        <translation>不写入</translation>
    </message>
</context>
<context>
    <name>sluice::FieldList</name>
    <message>
        <source>Source fields</source>
        <translation>来源字段</translation>
    </message>
    <message>
        <source>Destination columns</source>
        <translation>目标列</translation>
    </message>
</context>
<context>
    <name>sluice::FieldModel</name>
    <message>
        <source>Lossless</source>
        <translation>无损</translation>
    </message>
    <message>
        <source>Narrowing</source>
        <translation>有损</translation>
    </message>
    <message>
        <source>Will be dirty</source>
        <translation>将成为脏数据</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>%1 分钟前</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>%1 小时前</translation>
    </message>
    <message>
        <source>%1 days ago</source>
        <translation>%1 天前</translation>
    </message>
    <message>
        <source>as read %1</source>
        <translation>%1读取</translation>
    </message>
    <message>
        <source>, reading again…</source>
        <translation>，正在重新读取…</translation>
    </message>
    <message>
        <source>reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>未读取</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Add column</source>
        <translation>添加列</translation>
    </message>
    <message>
        <source>Partition</source>
        <translation>分区</translation>
    </message>
    <message>
        <source>set in Destination</source>
        <translation>在“数据去向”中设置</translation>
    </message>
    <message>
        <source>Record fields</source>
        <translation>消息字段</translation>
    </message>
    <message>
        <source>About the file</source>
        <translation>文件信息</translation>
    </message>
    <message>
        <source>built in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>Generated fields</source>
        <translation>生成字段</translation>
    </message>
    <message>
        <source>Partition values</source>
        <translation>分区值</translation>
    </message>
    <message>
        <source>JSON paths in the value</source>
        <translation>值中的 JSON 路径</translation>
    </message>
    <message>
        <source>Add path</source>
        <translation>添加路径</translation>
    </message>
    <message>
        <source>Constants and expressions</source>
        <translation>常量和表达式</translation>
    </message>
    <message>
        <source>Constants</source>
        <translation>常量</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>not among the columns that were read</source>
        <translation>不在已读取的列中</translation>
    </message>
    <message>
        <source>partition, %1</source>
        <translation>分区，%1</translation>
    </message>
    <message>
        <source>feeds %1</source>
        <translation>写入 %1</translation>
    </message>
    <message>
        <source>read, and no column takes it</source>
        <translation>已读取，但没有列接收</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>来自 %1</translation>
    </message>
    <message>
        <source>suggested from %1</source>
        <translation>推荐来自 %1</translation>
    </message>
    <message>
        <source>stays NULL</source>
        <translation>保持为 NULL</translation>
    </message>
    <message>
        <source>not written</source>
        <translation>不写入</translation>
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
    <name>sluice::HoverCard</name>
    <message>
        <source>Suggested: %1</source>
        <translation>推荐：%1</translation>
    </message>
    <message>
        <source>%1 of %2 samples</source>
        <translation>%2 个样本中有 %1 个</translation>
    </message>
    <message>
        <source>%1 of %2 samples fit</source>
        <translation>%2 个样本中有 %1 个符合</translation>
    </message>
    <message>
        <source>Take line away</source>
        <translation>删除连线</translation>
    </message>
</context>
<context>
    <name>sluice::ListField</name>
    <message>
        <source>one a line</source>
        <translation>每行一个</translation>
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
        <source>Script</source>
        <translation>脚本模式</translation>
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
    <message>
        <source>Sources</source>
        <translation>数据源</translation>
    </message>
    <message>
        <source>It is being rehearsed</source>
        <translation>任务正在演练</translation>
    </message>
    <message numerus="yes">
        <source>The studio ended before %n task(s) were saved. Their texts are kept.</source>
        <translation>
            <numerusform>程序退出时有 %n 个任务尚未保存，其内容已保留。</numerusform>
        </translation>
    </message>
    <message>
        <source>Look at them…</source>
        <translation>查看…</translation>
    </message>
    <message>
        <source>New task…</source>
        <translation>新建任务…</translation>
    </message>
    <message>
        <source>New task in the selected folder, from a template</source>
        <translation>在所选文件夹中按模板新建任务</translation>
    </message>
    <message>
        <source>Find a task, table, column, option or command</source>
        <translation>查找任务、表、列、配置项或命令</translation>
    </message>
    <message>
        <source>Data Sources</source>
        <translation>数据源</translation>
    </message>
    <message>
        <source>The workspace&apos;s data sources: make, test and change them</source>
        <translation>新建、测试和修改工作空间的数据源</translation>
    </message>
    <message>
        <source>Fold or unfold the pane under the task</source>
        <translation>折叠或展开任务下方的面板</translation>
    </message>
    <message>
        <source>Wizard</source>
        <translation>向导模式</translation>
    </message>
    <message>
        <source>Show the task as a page of forms</source>
        <translation>以表单页面显示任务</translation>
    </message>
    <message>
        <source>Wizard or script</source>
        <translation>切换向导模式与脚本模式</translation>
    </message>
    <message>
        <source>The other view of the same text</source>
        <translation>以另一种方式显示同一内容</translation>
    </message>
    <message>
        <source>Rehearse</source>
        <translation>演练</translation>
    </message>
    <message>
        <source>Show how the first rows will land; nothing is written</source>
        <translation>显示前若干行的写入效果，不写入任何数据</translation>
    </message>
    <message>
        <source>Run configuration</source>
        <translation>运行配置</translation>
    </message>
    <message>
        <source>Parameters, scheduled time, channels and row limit of the next run</source>
        <translation>下次运行的参数、定时时间、并发数和行数上限</translation>
    </message>
    <message>
        <source>Source preview</source>
        <translation>数据来源预览</translation>
    </message>
    <message>
        <source>The first rows of the source, as a run reads them</source>
        <translation>数据来源的前若干行，与运行时读取的一致</translation>
    </message>
    <message>
        <source>Compare with file…</source>
        <translation>与文件比较…</translation>
    </message>
    <message>
        <source>What has changed against another task, in words</source>
        <translation>用文字说明与另一任务的差异</translation>
    </message>
    <message>
        <source>Keyboard shortcuts…</source>
        <translation>键盘快捷键…</translation>
    </message>
    <message>
        <source>Every verb that has a key</source>
        <translation>所有设有快捷键的操作</translation>
    </message>
</context>
<context>
    <name>sluice::MapperPage</name>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>link</source>
        <translation>连线</translation>
    </message>
    <message>
        <source>Ins</source>
        <translation>Ins</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>常量</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>All sections</source>
        <translation>全部配置</translation>
    </message>
    <message>
        <source>Field mapping</source>
        <translation>字段映射</translation>
    </message>
    <message>
        <source>Map same name</source>
        <translation>同名映射</translation>
    </message>
    <message>
        <source>map same name</source>
        <translation>同名映射</translation>
    </message>
    <message>
        <source>Map same line</source>
        <translation>同行映射</translation>
    </message>
    <message>
        <source>map same line</source>
        <translation>同行映射</translation>
    </message>
    <message>
        <source>Suggest</source>
        <translation>推荐映射</translation>
    </message>
    <message>
        <source>Proposes lines by names, types and values. They join the task when you accept them.</source>
        <translation>根据名称、类型和值推荐连线，接受后才写入任务。</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空映射</translation>
    </message>
    <message>
        <source>clear the mapping</source>
        <translation>清空映射</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>%1 of %2 columns mapped</source>
        <translation>已映射 %1 / %2 列</translation>
    </message>
    <message>
        <source>%1 columns mapped</source>
        <translation>已映射 %1 列</translation>
    </message>
    <message>
        <source>Accept 1 suggestion</source>
        <translation>接受 1 条推荐</translation>
    </message>
    <message>
        <source>Accept %1 suggestions</source>
        <translation>接受 %1 条推荐</translation>
    </message>
    <message>
        <source>The source&apos;s columns could not be read: %1</source>
        <translation>无法读取数据来源的列：%1</translation>
    </message>
    <message>
        <source>The destination&apos;s columns could not be read: %1</source>
        <translation>无法读取数据去向的列：%1</translation>
    </message>
    <message>
        <source>The columns of the last reading are shown, where there are any.</source>
        <translation>显示上次读取到的列（如有）。</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
</context>
<context>
    <name>sluice::MapperView</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>Stream</translation>
    </message>
    <message>
        <source>unmap</source>
        <translation>取消映射</translation>
    </message>
    <message>
        <source>Reading the columns…</source>
        <translation>正在读取列…</translation>
    </message>
    <message>
        <source>No field passes the filter.</source>
        <translation>没有符合筛选条件的字段。</translation>
    </message>
    <message>
        <source>The source names no object yet. Choose it in the source&apos;s options.</source>
        <translation>数据来源尚未指定对象，请在数据来源的配置项中选择。</translation>
    </message>
    <message>
        <source>No column passes the filter.</source>
        <translation>没有符合筛选条件的列。</translation>
    </message>
    <message>
        <source>The destination names no table yet. Choose it in the destination&apos;s options.</source>
        <translation>数据去向尚未指定表，请在数据去向的配置项中选择。</translation>
    </message>
    <message>
        <source>This destination takes the columns that come. Drop fields here to write them.</source>
        <translation>该数据去向按收到的列写入。将字段拖放到此处即可写入。</translation>
    </message>
    <message>
        <source>Value in record %1</source>
        <translation>第 %1 条记录中的值</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Choose a field on the left first.</source>
        <translation>请先在左侧选择字段。</translation>
    </message>
    <message>
        <source>map</source>
        <translation>映射</translation>
    </message>
    <message>
        <source>skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>The new column&apos;s name. Enter adds it, Esc leaves.</source>
        <translation>新列的名称。按 Enter 添加，按 Esc 取消。</translation>
    </message>
    <message>
        <source>A column needs a name.</source>
        <translation>请填写列名。</translation>
    </message>
    <message>
        <source>There is a column %1 already.</source>
        <translation>列 %1 已存在。</translation>
    </message>
    <message>
        <source>A path into the value, such as user.name or d[0].AA. Enter adds it, Esc leaves.</source>
        <translation>值中的路径，如 user.name 或 d[0].AA。按 Enter 添加，按 Esc 取消。</translation>
    </message>
    <message>
        <source>A constant in single quotes, or a path such as user.name. Enter adds it, Esc leaves.</source>
        <translation>用单引号括起的常量，或路径（如 user.name）。按 Enter 添加，按 Esc 取消。</translation>
    </message>
    <message>
        <source>A constant, or an expression such as upper(name). Enter adds it, Esc leaves.</source>
        <translation>常量，或表达式（如 upper(name)）。按 Enter 添加，按 Esc 取消。</translation>
    </message>
    <message>
        <source>A constant. Enter adds it, Esc leaves.</source>
        <translation>常量。按 Enter 添加，按 Esc 取消。</translation>
    </message>
</context>
<context>
    <name>sluice::MappingEditor</name>
    <message>
        <source>The script does not parse, so the mapping shows its last good state. Correct the script first.</source>
        <translation>脚本解析失败，此处显示映射最近一次有效的状态。请先更正脚本。</translation>
    </message>
    <message>
        <source>Choose a source and a destination first.</source>
        <translation>请先选择数据来源和数据去向。</translation>
    </message>
    <message>
        <source>map same name</source>
        <translation>同名映射</translation>
    </message>
    <message>
        <source>Columns of the same name were mapped: %1</source>
        <translation>已映射同名列：%1</translation>
    </message>
    <message>
        <source>map</source>
        <translation>映射</translation>
    </message>
    <message>
        <source>replace mapping</source>
        <translation>替换映射</translation>
    </message>
    <message>
        <source>Write a value, or leave with Escape.</source>
        <translation>请输入值，或按 Esc 取消。</translation>
    </message>
    <message>
        <source>move field</source>
        <translation>移动字段</translation>
    </message>
    <message>
        <source>There is a column %1 already.</source>
        <translation>列 %1 已存在。</translation>
    </message>
    <message>
        <source>No column is left.</source>
        <translation>所有列均已映射。</translation>
    </message>
    <message>
        <source>Left unmapped: %1.</source>
        <translation>未映射：%1。</translation>
    </message>
    <message>
        <source>%1 columns are left unmapped.</source>
        <translation>仍有 %1 列未映射。</translation>
    </message>
    <message>
        <source>Suggest found no likely pair among the free fields and columns.</source>
        <translation>在未映射的字段和列中没有找到可推荐的映射。</translation>
    </message>
    <message>
        <source>Suggest proposed 1 line. It joins the task only when you accept it.</source>
        <translation>推荐了 1 条连线，接受后才写入任务。</translation>
    </message>
    <message>
        <source>Suggest proposed %1 lines. Dotted lines join the task only when you accept them.</source>
        <translation>推荐了 %1 条连线。虚线在接受后才写入任务。</translation>
    </message>
    <message>
        <source>accept suggestions</source>
        <translation>接受推荐</translation>
    </message>
</context>
<context>
    <name>sluice::MappingSection</name>
    <message>
        <source>Field mapping</source>
        <translation>字段映射</translation>
    </message>
    <message>
        <source>Open mapper</source>
        <translation>打开字段映射</translation>
    </message>
    <message>
        <source>all columns, in their order</source>
        <translation>全部列，按顺序对应</translation>
    </message>
    <message>
        <source>as the source delivers them</source>
        <translation>以数据来源提供的为准</translation>
    </message>
    <message>
        <source>in the order of the columns</source>
        <translation>按列的顺序对应</translation>
    </message>
    <message numerus="yes">
        <source>%n column(s) mapped</source>
        <translation>
            <numerusform>已映射 %n 列</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::MoveDialog</name>
    <message>
        <source>Move to</source>
        <translation>移动到</translation>
    </message>
    <message>
        <source>Filter folders</source>
        <translation>筛选文件夹</translation>
    </message>
    <message>
        <source>The workspace itself</source>
        <translation>工作空间根目录</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
</context>
<context>
    <name>sluice::NameField</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
</context>
<context>
    <name>sluice::NamePicker</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Reading the list…</source>
        <translation>正在读取列表…</translation>
    </message>
    <message>
        <source>There is nothing to choose from yet.</source>
        <translation>暂无可选项。</translation>
    </message>
    <message>
        <source>Nothing begins with &quot;%1&quot;.</source>
        <translation>没有以“%1”开头的项。</translation>
    </message>
</context>
<context>
    <name>sluice::NetworkEnd</name>
    <message>
        <source>Source</source>
        <translation>数据来源</translation>
    </message>
    <message>
        <source>Destination</source>
        <translation>数据去向</translation>
    </message>
    <message>
        <source>Type of the source</source>
        <translation>数据来源类型</translation>
    </message>
    <message>
        <source>Type of the destination</source>
        <translation>数据去向类型</translation>
    </message>
    <message>
        <source>Data source to read</source>
        <translation>要读取的数据源</translation>
    </message>
    <message>
        <source>Data source to write</source>
        <translation>要写入的数据源</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Choose a system.</source>
        <translation>请选择类型。</translation>
    </message>
    <message>
        <source>A variable names the data source: it is known at the run.</source>
        <translation>数据源由变量指定，运行时才能确定。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a data source of %2.</source>
        <translation>“%1”是 %2 类型的数据源。</translation>
    </message>
    <message>
        <source>There is no data source &quot;%1&quot;. It may have been renamed.</source>
        <translation>数据源“%1”不存在，可能已被重命名。</translation>
    </message>
    <message>
        <source>The script spells the connection out.</source>
        <translation>连接信息直接写在脚本中。</translation>
    </message>
    <message>
        <source>Choose a data source.</source>
        <translation>请选择数据源。</translation>
    </message>
    <message>
        <source>On this computer, nothing to connect to.</source>
        <translation>位于本机，无需连接。</translation>
    </message>
    <message>
        <source>The test was stopped.</source>
        <translation>测试已停止。</translation>
    </message>
    <message>
        <source>Not chosen</source>
        <translation>未选择</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Not tested</source>
        <translation>未测试</translation>
    </message>
    <message>
        <source>Testing… %1 s</source>
        <translation>正在测试… %1 秒</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>可连通</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>测试失败</translation>
    </message>
</context>
<context>
    <name>sluice::NetworkSection</name>
    <message>
        <source>Network and resources</source>
        <translation>网络与资源</translation>
    </message>
    <message>
        <source>Go on offline</source>
        <translation>离线继续</translation>
    </message>
    <message>
        <source>Work on without a connection: names are typed, and nothing is looked up.</source>
        <translation>不连接而继续配置：名称需手工输入，不查询任何信息。</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>重新测试</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>运行位置</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Tasks run in this program. How much memory they get is said under Channel control.</source>
        <translation>任务在本程序中运行，可用内存在“通道控制”中设置。</translation>
    </message>
    <message>
        <source>both ends reachable</source>
        <translation>两端均可连通</translation>
    </message>
    <message>
        <source>testing…</source>
        <translation>正在测试…</translation>
    </message>
    <message>
        <source>choose both ends</source>
        <translation>请选择数据来源和数据去向</translation>
    </message>
    <message>
        <source>a data source is not there</source>
        <translation>数据源不存在</translation>
    </message>
    <message>
        <source>not both ends can be reached</source>
        <translation>两端未全部连通</translation>
    </message>
    <message>
        <source>not tested yet</source>
        <translation>尚未测试</translation>
    </message>
    <message>
        <source>, working offline</source>
        <translation>，离线配置中</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>There is no data source to test.</source>
        <translation>没有可测试的数据源。</translation>
    </message>
</context>
<context>
    <name>sluice::NewTaskDialog</name>
    <message>
        <source>New task</source>
        <translation>新建任务</translation>
    </message>
    <message>
        <source>What the task moves</source>
        <translation>任务的同步方向</translation>
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
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>The workspace itself</source>
        <translation>工作空间根目录</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>数据来源</translation>
    </message>
    <message>
        <source>Destination</source>
        <translation>数据去向</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 到 %2</translation>
    </message>
    <message>
        <source>Blank script</source>
        <translation>空白脚本</translation>
    </message>
    <message>
        <source>None for %1 yet: chosen later</source>
        <translation>暂无 %1 数据源，稍后选择</translation>
    </message>
    <message>
        <source>Chosen later</source>
        <translation>稍后选择</translation>
    </message>
    <message>
        <source>A script of generated rows, read and counted. It runs as it is.</source>
        <translation>自动生成数据行并读取计数的脚本，可直接运行。</translation>
    </message>
    <message>
        <source>The task is complete as it is.</source>
        <translation>任务已配置完整。</translation>
    </message>
    <message>
        <source>To choose in the task: %1</source>
        <translation>需在任务中选择：%1</translation>
    </message>
    <message>
        <source>The folder is made along.</source>
        <translation>将同时创建该文件夹。</translation>
    </message>
    <message>
        <source>There is a task of this name in the folder.</source>
        <translation>该文件夹中已有同名任务。</translation>
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
    <message>
        <source>duplicate %1</source>
        <translation>复制 %1</translation>
    </message>
    <message numerus="yes">
        <source>duplicate %n tasks</source>
        <translation>
            <numerusform>复制 %n 个任务</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::ObjectField</name>
    <message>
        <source>This is not JSON yet. Until it is, the script keeps what it has.</source>
        <translation>内容还不是有效的 JSON，在此之前脚本保持原有内容。</translation>
    </message>
</context>
<context>
    <name>sluice::OptionField</name>
    <message>
        <source>for example %1</source>
        <translation>例如 %1</translation>
    </message>
</context>
<context>
    <name>sluice::OptionForm</name>
    <message>
        <source>Other keys in the script</source>
        <translation>脚本中的其他键</translation>
    </message>
    <message>
        <source>They are kept as they are. Change them in the script.</source>
        <translation>这些键原样保留，请在脚本中修改。</translation>
    </message>
    <message numerus="yes">
        <source>%n option(s) at default</source>
        <translation>
            <numerusform>%n 项为默认值</numerusform>
        </translation>
    </message>
    <message>
        <source>Advanced, %1</source>
        <translation>高级配置，%1</translation>
    </message>
    <message>
        <source>Advanced, %1 set, %2</source>
        <translation>高级配置，已设置 %1 项，%2</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
</context>
<context>
    <name>sluice::OptionRow</name>
    <message>
        <source>In the script: %1</source>
        <translation>脚本中的键：%1</translation>
    </message>
    <message>
        <source>Back to default</source>
        <translation>恢复默认值</translation>
    </message>
    <message>
        <source>Empty text</source>
        <translation>空文本</translation>
    </message>
    <message>
        <source>Use a variable</source>
        <translation>使用变量</translation>
    </message>
</context>
<context>
    <name>sluice::PathField</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>选择：%1</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
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
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Reading was stopped.</source>
        <translation>读取已停止。</translation>
    </message>
    <message>
        <source>Source preview</source>
        <translation>数据来源预览</translation>
    </message>
    <message>
        <source>The first rows of the source appear here.</source>
        <translation>此处显示数据来源的前若干行。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The source could not be read</source>
        <translation>无法读取数据来源</translation>
    </message>
    <message>
        <source>The first %1 rows, as a run reads them</source>
        <translation>前 %1 行，与运行时读取的一致</translation>
    </message>
    <message>
        <source>The source gives none.</source>
        <translation>数据来源没有返回数据。</translation>
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
    <name>sluice::RecoveryDialog</name>
    <message>
        <source>The file is as it was</source>
        <translation>文件未变化</translation>
    </message>
    <message>
        <source>The file was changed since</source>
        <translation>文件此后已被修改</translation>
    </message>
    <message>
        <source>The file is gone; restoring makes it again</source>
        <translation>文件已不存在，恢复时将重新创建</translation>
    </message>
    <message>
        <source>Unsaved texts</source>
        <translation>未保存的内容</translation>
    </message>
    <message>
        <source>Unsaved texts from before</source>
        <translation>上次未保存的内容</translation>
    </message>
    <message>
        <source>The studio ended before these were saved. A restored text is open and unsaved; undo brings back the file&apos;s.</source>
        <translation>程序退出时以下内容尚未保存。恢复的内容会打开且处于未保存状态；撤销则恢复为文件中的内容。</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保留时间</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Lines that differ from the file</source>
        <translation>与文件不同的行</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Lines were only removed.</source>
        <translation>仅删除了若干行。</translation>
    </message>
</context>
<context>
    <name>sluice::RehearsalModel</name>
    <message>
        <source>No row could be made of this line: %1</source>
        <translation>该行内容无法解析为数据行：%1</translation>
    </message>
    <message>
        <source>%1 does not arrive: %2</source>
        <translation>%1 无法写入：%2</translation>
    </message>
    <message>
        <source>The row does not arrive: %1</source>
        <translation>该行无法写入：%1</translation>
    </message>
    <message>
        <source>No column of the source: NULL</source>
        <translation>没有对应的来源列：NULL</translation>
    </message>
    <message>
        <source>%1 → %2: something is lost</source>
        <translation>%1 → %2：有损失</translation>
    </message>
    <message>
        <source>%1 → %2: the same value, written differently</source>
        <translation>%1 → %2：值相同，写法不同</translation>
    </message>
    <message>
        <source>%1, unchanged</source>
        <translation>%1，不变</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行号</translation>
    </message>
</context>
<context>
    <name>sluice::RehearsalPane</name>
    <message>
        <source>All rows</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>有变化</translation>
    </message>
    <message>
        <source>Dirty</source>
        <translation>脏数据</translation>
    </message>
    <message>
        <source>Rows shown</source>
        <translation>显示的行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Rehearse again</source>
        <translation>重新演练</translation>
    </message>
    <message>
        <source>As it will land</source>
        <translation>写入效果</translation>
    </message>
    <message>
        <source>Rehearse</source>
        <translation>演练</translation>
    </message>
    <message>
        <source>Not rehearsed yet</source>
        <translation>尚未演练</translation>
    </message>
    <message>
        <source>A rehearsal takes the first rows through reader, casts and encoder, and shows how they will land. Nothing is written.</source>
        <translation>演练使前若干行经过读取、类型转换和编码，并显示其写入效果，不写入任何数据。</translation>
    </message>
    <message>
        <source>Rehearsing… %1</source>
        <translation>正在演练… %1</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>The rehearsal was stopped. Nothing was written.</source>
        <translation>演练已停止，未写入任何数据。</translation>
    </message>
    <message>
        <source>The script was changed since. Rehearse again to see it.</source>
        <translation>脚本此后已修改，请重新演练以查看效果。</translation>
    </message>
    <message>
        <source>The rehearsal failed</source>
        <translation>演练失败</translation>
    </message>
    <message>
        <source>No rows</source>
        <translation>没有数据</translation>
    </message>
    <message>
        <source>The source gives none. %1</source>
        <translation>数据来源没有返回数据。%1</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) rehearsed, nothing written</source>
        <translation>
            <numerusform>已演练 %n 行，未写入数据</numerusform>
        </translation>
    </message>
    <message>
        <source>none dirty</source>
        <translation>无脏数据</translation>
    </message>
    <message>
        <source>%1 dirty</source>
        <translation>脏数据 %1 行</translation>
    </message>
    <message>
        <source>%1 values lose something</source>
        <translation>%1 个值有损失</translation>
    </message>
    <message>
        <source>%1 a row as sent</source>
        <translation>每行发送 %1</translation>
    </message>
    <message>
        <source>estimate for %1 rows: %2 and %3</source>
        <translation>预计 %1 行：用时 %2，数据量 %3</translation>
    </message>
    <message>
        <source>Estimated from the rate of the rehearsal: one lane, without the way to the destination.</source>
        <translation>按演练速率估算：单通道，不含到数据去向的传输。</translation>
    </message>
    <message>
        <source>%1: %2 (%3)</source>
        <translation>%1：%2（%3）</translation>
    </message>
    <message>
        <source>whole row</source>
        <translation>整行</translation>
    </message>
    <message>
        <source>Every row would arrive. Hover a cell to see what it was.</source>
        <translation>所有行均可写入。将鼠标悬停在单元格上可查看原值。</translation>
    </message>
</context>
<context>
    <name>sluice::RenameDialog</name>
    <message>
        <source>Rename data source</source>
        <translation>重命名数据源</translation>
    </message>
    <message>
        <source>Rename %1</source>
        <translation>重命名 %1</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>新名称</translation>
    </message>
    <message>
        <source>No task uses it.</source>
        <translation>没有任务使用该数据源。</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) will be changed along:</source>
        <translation>
            <numerusform>将同时修改 %n 个任务：</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Save these tasks first, they use it and are being edited: %1</source>
        <translation>请先保存以下使用该数据源且正在编辑的任务：%1</translation>
    </message>
    <message>
        <source>There is a data source &quot;%1&quot; already.</source>
        <translation>数据源“%1”已存在。</translation>
    </message>
</context>
<context>
    <name>sluice::RuleBar</name>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Treat as NULL</source>
        <translation>视为 NULL</translation>
    </message>
    <message>
        <source>Put instead</source>
        <translation>替换为</translation>
    </message>
    <message>
        <source>Trim blanks</source>
        <translation>去除首尾空白</translation>
    </message>
    <message>
        <source>Find the number</source>
        <translation>提取数字</translation>
    </message>
    <message>
        <source>Read date by</source>
        <translation>按格式解析日期</translation>
    </message>
    <message>
        <source>Cut to length</source>
        <translation>按列长度截断</translation>
    </message>
    <message>
        <source>Drop the rows</source>
        <translation>丢弃这些行</translation>
    </message>
    <message>
        <source>Text of the rule</source>
        <translation>规则文本</translation>
    </message>
    <message>
        <source>in</source>
        <translation>应用于</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>every column</source>
        <translation>所有列</translation>
    </message>
    <message>
        <source>The text that stands for NULL</source>
        <translation>表示 NULL 的文本</translation>
    </message>
    <message>
        <source>The value that takes the place of what does not fit</source>
        <translation>替换不符合要求的值</translation>
    </message>
    <message>
        <source>How the date is written: yyyy MM dd HH mm ss</source>
        <translation>日期格式：yyyy MM dd HH mm ss</translation>
    </message>
    <message>
        <source>Apply to %1</source>
        <translation>应用到 %1 行</translation>
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
    <message>
        <source>%1, replay, %2</source>
        <translation>%1，重放，%2</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) at most</source>
        <translation>
            <numerusform>最多 %n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Replay with</source>
        <translation>重放参数</translation>
    </message>
</context>
<context>
    <name>sluice::RunConfigPane</name>
    <message>
        <source>Parameters</source>
        <translation>调度参数</translation>
    </message>
    <message>
        <source>Scheduled time</source>
        <translation>定时时间</translation>
    </message>
    <message>
        <source>now</source>
        <translation>当前时间</translation>
    </message>
    <message>
        <source>The time that expressions are made of, as 2022-11-22 10:05:00. Empty: now.</source>
        <translation>计算参数表达式所用的时间，如 2022-11-22 10:05:00。为空则取当前时间。</translation>
    </message>
    <message>
        <source>This run only</source>
        <translation>仅本次运行</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>并发数</translation>
    </message>
    <message>
        <source>Row limit</source>
        <translation>行数上限</translation>
    </message>
    <message>
        <source>all rows</source>
        <translation>全部行</translation>
    </message>
    <message>
        <source>Rows to rehearse</source>
        <translation>演练行数</translation>
    </message>
    <message>
        <source>With a row limit, reading stops after so many rows; what was read is written and committed as usual. A rehearsal writes nothing.</source>
        <translation>设置行数上限后，读取到该行数即停止，已读取的数据照常写入并提交。演练不写入任何数据。</translation>
    </message>
    <message>
        <source>%1, as in the script</source>
        <translation>%1，与脚本一致</translation>
    </message>
    <message>
        <source>The script uses none. Write ${name} in a value to have one.</source>
        <translation>脚本未使用参数。在值中写入 ${name} 即可使用参数。</translation>
    </message>
    <message>
        <source>%1 %2, business date %3</source>
        <translation>%1 %2，业务日期 %3</translation>
    </message>
    <message>
        <source>%1 is less than 5 minutes ago: rows of the window may still be on their way. The run reads what is there.</source>
        <translation>%1 距今不足 5 分钟，该时间段的数据可能尚未全部到达。运行时仅读取已有的数据。</translation>
    </message>
    <message>
        <source>Parameter %1 has no value</source>
        <translation>参数 %1 没有值</translation>
    </message>
    <message>
        <source>Channels are 1 to %1</source>
        <translation>并发数须为 1 到 %1</translation>
    </message>
    <message>
        <source>A row limit is a number of rows, at least 1</source>
        <translation>行数上限须为不小于 1 的整数</translation>
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
    <message>
        <source>Replay opens when the run ends.</source>
        <translation>运行结束后可重放。</translation>
    </message>
    <message>
        <source>The attempt did not succeed, so its other rows are not at the destination: allow more dirty rows and run again.</source>
        <translation>该次尝试未成功，其他行也未写入数据去向：请调高允许的脏数据条数后重新运行。</translation>
    </message>
</context>
<context>
    <name>sluice::SamplePane</name>
    <message>
        <source>Sample record</source>
        <translation>示例记录</translation>
    </message>
    <message>
        <source>The record before</source>
        <translation>上一条记录</translation>
    </message>
    <message>
        <source>The next record</source>
        <translation>下一条记录</translation>
    </message>
    <message>
        <source>Record %1 of %2</source>
        <translation>记录 %1 / %2</translation>
    </message>
    <message>
        <source>Click a value to add its path</source>
        <translation>点击值以添加其路径</translation>
    </message>
    <message>
        <source>Click a value to find its field</source>
        <translation>点击值以定位其字段</translation>
    </message>
    <message>
        <source>Reading the first records…</source>
        <translation>正在读取前若干条记录…</translation>
    </message>
    <message>
        <source>No records could be read: %1</source>
        <translation>无法读取记录：%1</translation>
    </message>
    <message>
        <source>The reader makes its rows up when it runs, so there are none to look at.</source>
        <translation>读取端在运行时才生成数据行，此处没有可查看的记录。</translation>
    </message>
    <message>
        <source>The source has no records yet.</source>
        <translation>数据来源暂无记录。</translation>
    </message>
    <message>
        <source>Records appear here when the source&apos;s columns are known.</source>
        <translation>获取到数据来源的列后，此处显示记录。</translation>
    </message>
    <message>
        <source>This record has no value.</source>
        <translation>该记录没有值。</translation>
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
    <name>sluice::SecretField</name>
    <message>
        <source>Show what was typed</source>
        <translation>显示输入的内容</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>保持不变</translation>
    </message>
</context>
<context>
    <name>sluice::SectionCard</name>
    <message>
        <source>Fold %1</source>
        <translation>折叠%1</translation>
    </message>
    <message>
        <source>Unfold %1</source>
        <translation>展开%1</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n 个问题</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n 个警告</numerusform>
        </translation>
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
    <name>sluice::ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Filter by verb or key</source>
        <translation>按操作或快捷键筛选</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Verb</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>sluice::SidePanel</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>sluice::SourceDialog</name>
    <message>
        <source>%1 data source</source>
        <translation>%1 数据源</translation>
    </message>
    <message>
        <source>New %1</source>
        <translation>新建 %1</translation>
    </message>
    <message>
        <source>letters, digits and underscores</source>
        <translation>字母、数字和下划线</translation>
    </message>
    <message>
        <source>Rename it in the list: the tasks that use it change along</source>
        <translation>请在列表中重命名，使用该数据源的任务会同时修改</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Development</source>
        <translation>开发环境</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>生产环境</translation>
    </message>
    <message>
        <source>Half of the data source</source>
        <translation>数据源环境</translation>
    </message>
    <message>
        <source>Use development&apos;s values</source>
        <translation>使用开发环境的配置</translation>
    </message>
    <message>
        <source>Production uses the development values</source>
        <translation>生产环境使用开发环境的配置</translation>
    </message>
    <message>
        <source>Scheduled runs connect to the same place with the same key. Production can have a project and a key of its own.</source>
        <translation>调度运行使用相同的密钥连接同一位置。生产环境可以使用单独的项目和密钥。</translation>
    </message>
    <message>
        <source>Give production its own values</source>
        <translation>单独配置生产环境</translation>
    </message>
    <message>
        <source>Test connectivity</source>
        <translation>测试连通性</translation>
    </message>
    <message>
        <source>Cancel test</source>
        <translation>取消测试</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save anyway</source>
        <translation>仍然保存</translation>
    </message>
    <message>
        <source>Keeps it marked untested; a run on it says so</source>
        <translation>保存后标记为未测试，运行时会给出提示</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save (%1)</source>
        <translation>保存（%1）</translation>
    </message>
    <message>
        <source>Secrets are kept in %1, never in a task, a log or an export.</source>
        <translation>密钥保存在 %1 中，不会出现在任务、日志或导出文件中。</translation>
    </message>
    <message>
        <source>The secrets that are kept cannot be read.</source>
        <translation>无法读取已保存的密钥。</translation>
    </message>
    <message>
        <source>Debug runs use this half</source>
        <translation>调试运行使用此环境</translation>
    </message>
    <message>
        <source>All runs use these values</source>
        <translation>所有运行均使用此配置</translation>
    </message>
    <message>
        <source>Scheduled runs</source>
        <translation>调度运行</translation>
    </message>
    <message>
        <source>Forget what is kept as %1</source>
        <translation>清除已保存的 %1</translation>
    </message>
    <message>
        <source>There is a data source &quot;%1&quot; already. Choose another name.</source>
        <translation>数据源“%1”已存在，请更换名称。</translation>
    </message>
    <message>
        <source>The data source could not be saved. %1</source>
        <translation>无法保存数据源。%1</translation>
    </message>
    <message>
        <source>From this computer</source>
        <translation>从本机测试</translation>
    </message>
    <message>
        <source>Production half, from this computer</source>
        <translation>生产环境，从本机测试</translation>
    </message>
    <message>
        <source>Development half, from this computer</source>
        <translation>开发环境，从本机测试</translation>
    </message>
    <message>
        <source>The test was cancelled; nothing is known.</source>
        <translation>测试已取消，连通性未知。</translation>
    </message>
    <message>
        <source>Test it before it is saved.</source>
        <translation>请先测试连通性再保存。</translation>
    </message>
    <message>
        <source>Connected on %1: %2</source>
        <translation>上次连通：%1，%2</translation>
    </message>
    <message>
        <source>Last tried on %1: %2</source>
        <translation>上次测试：%1，%2</translation>
    </message>
    <message>
        <source>The test failed here: see at the right.</source>
        <translation>测试在此项失败，详见右侧。</translation>
    </message>
    <message>
        <source>Testing… %1 s</source>
        <translation>正在测试… %1 秒</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Save opens when the name and the description fit</source>
        <translation>名称和描述符合要求后可保存</translation>
    </message>
    <message>
        <source>Save opens when a test has passed</source>
        <translation>测试通过后可保存</translation>
    </message>
    <message>
        <source>Save opens when the production half was tested</source>
        <translation>生产环境测试后可保存</translation>
    </message>
    <message>
        <source>Save opens when the development half was tested</source>
        <translation>开发环境测试后可保存</translation>
    </message>
</context>
<context>
    <name>sluice::SourceModel</name>
    <message>
        <source>Connected</source>
        <translation>可连通</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>测试失败</translation>
    </message>
    <message>
        <source>Not tested</source>
        <translation>未测试</translation>
    </message>
    <message>
        <source>this workspace&apos;s warehouse, on this computer</source>
        <translation>本工作空间的数仓，位于本机</translation>
    </message>
    <message>
        <source>this workspace&apos;s warehouse, on %1</source>
        <translation>本工作空间的数仓，位于 %1</translation>
    </message>
    <message>
        <source>%1; production: %2</source>
        <translation>%1；生产环境：%2</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>正在测试…</translation>
    </message>
    <message>
        <source>no task</source>
        <translation>无任务</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n 个任务</numerusform>
        </translation>
    </message>
    <message>
        <source>
… and %1 more</source>
        <translation>
……另有 %1 个</translation>
    </message>
    <message>
        <source>Development: %1
Production: %2</source>
        <translation>开发环境：%1
生产环境：%2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>使用任务</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
</context>
<context>
    <name>sluice::SourceVerbs</name>
    <message>
        <source>&quot;%1&quot; could not be duplicated.</source>
        <translation>无法复制“%1”。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a copy of &quot;%2&quot;, with its keys and not tested yet.</source>
        <translation>“%1”是“%2”的副本，包含其密钥，尚未测试。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; could not be renamed.</source>
        <translation>无法重命名“%1”。</translation>
    </message>
    <message numerus="yes">
        <source>&quot;%1&quot; is called &quot;%2&quot; now; %n task(s) changed along.</source>
        <translation>
            <numerusform>“%1”已重命名为“%2”，同时修改了 %n 个任务。</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete data source</source>
        <translation>删除数据源</translation>
    </message>
    <message>
        <source>Delete &quot;%1&quot;?</source>
        <translation>是否删除“%1”？</translation>
    </message>
    <message>
        <source>No task uses it. Its keys are forgotten too; this cannot be undone.</source>
        <translation>没有任务使用该数据源。其密钥也将一并清除，此操作无法撤销。</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) use it and will not run without it:</source>
        <translation>
            <numerusform>%n 个任务使用该数据源，删除后将无法运行：</numerusform>
        </translation>
    </message>
    <message>
        <source>
… and %1 more</source>
        <translation>
……另有 %1 个</translation>
    </message>
    <message>
        <source>Its keys are forgotten too; this cannot be undone.</source>
        <translation>其密钥也将一并清除，此操作无法撤销。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete all the same</source>
        <translation>仍然删除</translation>
    </message>
    <message>
        <source>&quot;%1&quot; could not be deleted.</source>
        <translation>无法删除“%1”。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is deleted.</source>
        <translation>“%1”已删除。</translation>
    </message>
    <message>
        <source>Export data sources</source>
        <translation>导出数据源</translation>
    </message>
    <message>
        <source>Data sources (*.json)</source>
        <translation>数据源 (*.json)</translation>
    </message>
    <message>
        <source>The data sources could not be exported.</source>
        <translation>无法导出数据源。</translation>
    </message>
    <message numerus="yes">
        <source>%n data source(s) exported, without their keys.</source>
        <translation>
            <numerusform>已导出 %n 个数据源，不含密钥。</numerusform>
        </translation>
    </message>
    <message>
        <source>Import data sources</source>
        <translation>导入数据源</translation>
    </message>
    <message>
        <source>The data sources could not be imported.</source>
        <translation>无法导入数据源。</translation>
    </message>
    <message>
        <source>Enter a key: %1.</source>
        <translation>需填写密钥：%1。</translation>
    </message>
    <message>
        <source>Here already, left as they are: %1.</source>
        <translation>已存在，保持原样：%1。</translation>
    </message>
    <message>
        <source>Not taken: %1</source>
        <translation>未导入：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n data source(s) imported.</source>
        <translation>
            <numerusform>已导入 %n 个数据源。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::SourcesPage</name>
    <message>
        <source>Data Sources</source>
        <translation>数据源</translation>
    </message>
    <message>
        <source>New data source</source>
        <translation>新建数据源</translation>
    </message>
    <message>
        <source>Test all</source>
        <translation>全部测试</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Name, type or host</source>
        <translation>名称、类型或主机</translation>
    </message>
    <message>
        <source>Only the workspace&apos;s own warehouse is here. Connect MaxCompute in the cloud, Kafka or a folder of files with New data source, or bring sources from another workspace with Import.</source>
        <translation>目前只有工作空间自带的数仓。可通过“新建数据源”连接云上的 MaxCompute、Kafka 或文件夹，或通过“导入”带入其他工作空间的数据源。</translation>
    </message>
    <message>
        <source>No workspace is open</source>
        <translation>未打开工作空间</translation>
    </message>
    <message>
        <source>Data sources belong to a workspace: open or make one under Develop.</source>
        <translation>数据源属于工作空间，请先在“数据开发”中打开或新建工作空间。</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>无匹配结果</translation>
    </message>
    <message>
        <source>No data source has this in its name, type or address.</source>
        <translation>没有名称、类型或地址中包含该内容的数据源。</translation>
    </message>
    <message>
        <source>New data source…</source>
        <translation>新建数据源…</translation>
    </message>
    <message>
        <source>Connect to MaxCompute, Kafka or files</source>
        <translation>连接 MaxCompute、Kafka 或文件</translation>
    </message>
    <message>
        <source>Edit data source…</source>
        <translation>编辑数据源…</translation>
    </message>
    <message>
        <source>Change what is selected in Data Sources</source>
        <translation>修改“数据源”中所选的数据源</translation>
    </message>
    <message>
        <source>Test data source</source>
        <translation>测试数据源</translation>
    </message>
    <message>
        <source>Connect to what is selected in Data Sources</source>
        <translation>连接“数据源”中所选的数据源</translation>
    </message>
    <message>
        <source>Duplicate data source</source>
        <translation>复制数据源</translation>
    </message>
    <message>
        <source>A second one like it, with its keys</source>
        <translation>创建相同的数据源，包含其密钥</translation>
    </message>
    <message>
        <source>Rename data source…</source>
        <translation>重命名数据源…</translation>
    </message>
    <message>
        <source>The tasks that use it change along</source>
        <translation>使用该数据源的任务会同时修改</translation>
    </message>
    <message>
        <source>Delete data source…</source>
        <translation>删除数据源…</translation>
    </message>
    <message>
        <source>Names the tasks that use it</source>
        <translation>删除前列出使用该数据源的任务</translation>
    </message>
    <message>
        <source>Test all data sources</source>
        <translation>测试所有数据源</translation>
    </message>
    <message>
        <source>Connect to each, a few at a time</source>
        <translation>分批连接每个数据源</translation>
    </message>
    <message>
        <source>Import data sources…</source>
        <translation>导入数据源…</translation>
    </message>
    <message>
        <source>From a file that Export has written</source>
        <translation>从“导出”生成的文件导入</translation>
    </message>
    <message>
        <source>Export data sources…</source>
        <translation>导出数据源…</translation>
    </message>
    <message>
        <source>To a file, without their keys</source>
        <translation>导出到文件，不含密钥</translation>
    </message>
    <message>
        <source>Stop testing</source>
        <translation>停止测试</translation>
    </message>
    <message>
        <source>The data sources cannot be read. %1</source>
        <translation>无法读取数据源。%1</translation>
    </message>
    <message>
        <source>Select a data source first</source>
        <translation>请先选择数据源</translation>
    </message>
    <message>
        <source>It is the workspace&apos;s own warehouse: it needs no settings and is always there</source>
        <translation>这是工作空间自带的数仓，无需设置且始终可用</translation>
    </message>
    <message>
        <source>The tasks are still being read</source>
        <translation>仍在读取任务</translation>
    </message>
    <message>
        <source>There is nothing to export but the workspace&apos;s own warehouse</source>
        <translation>除工作空间自带的数仓外，没有可导出的数据源</translation>
    </message>
</context>
<context>
    <name>sluice::StagePanel</name>
    <message>
        <source>Resolve</source>
        <translation>解析地址</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>建立连接</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Authenticate</source>
        <translation>身份认证</translation>
    </message>
    <message>
        <source>Permission</source>
        <translation>权限检查</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列出对象</translation>
    </message>
    <message>
        <source>under way…</source>
        <translation>进行中…</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>未执行</translation>
    </message>
    <message>
        <source>There is no answer</source>
        <translation>无响应</translation>
    </message>
    <message>
        <source>It is not there</source>
        <translation>目标不存在</translation>
    </message>
    <message>
        <source>The name is not known</source>
        <translation>无法解析名称</translation>
    </message>
    <message>
        <source>Nothing can be reached there</source>
        <translation>无法连接到该地址</translation>
    </message>
    <message>
        <source>The connection is not secure</source>
        <translation>连接不安全</translation>
    </message>
    <message>
        <source>The service does not take this key</source>
        <translation>服务不接受该密钥</translation>
    </message>
    <message>
        <source>The service does not answer as it should</source>
        <translation>服务的响应不符合预期</translation>
    </message>
    <message>
        <source>The key is good, and may not do this</source>
        <translation>密钥有效，但没有相应权限</translation>
    </message>
    <message>
        <source>Nothing could be listed</source>
        <translation>无法列出对象</translation>
    </message>
    <message>
        <source>Connectivity</source>
        <translation>连通性</translation>
    </message>
    <message>
        <source>Copy answer</source>
        <translation>复制响应</translation>
    </message>
    <message>
        <source>Not tested</source>
        <translation>未测试</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>正在测试…</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>可连通</translation>
    </message>
    <message>
        <source>Failed at step %1 of %2</source>
        <translation>第 %1 步失败（共 %2 步）</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>测试失败</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>The test could not begin</source>
        <translation>无法开始测试</translation>
    </message>
    <message>
        <source>Correct %1</source>
        <translation>修改 %1</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
</context>
<context>
    <name>sluice::StepSection</name>
    <message>
        <source>Source</source>
        <translation>数据来源</translation>
    </message>
    <message>
        <source>Destination</source>
        <translation>数据去向</translation>
    </message>
    <message>
        <source>No options</source>
        <translation>没有配置项</translation>
    </message>
    <message>
        <source>Choose above what the task reads and writes.</source>
        <translation>请在上方选择任务要读取和写入的数据源。</translation>
    </message>
    <message>
        <source>DDL…</source>
        <translation>DDL…</translation>
    </message>
    <message>
        <source>Generate target table</source>
        <translation>生成目标表</translation>
    </message>
    <message>
        <source>not chosen</source>
        <translation>未选择</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not known</source>
        <translation>未知类型“%1”</translation>
    </message>
    <message>
        <source>Make the table from the columns that the reader delivers</source>
        <translation>根据读取端的字段创建表</translation>
    </message>
    <message>
        <source>Choose a data source first: it is asked for its names.</source>
        <translation>请先选择数据源，名称列表由其提供。</translation>
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
    <name>sluice::TaskEditor</name>
    <message>
        <source>another source</source>
        <translation>更换数据来源</translation>
    </message>
    <message>
        <source>another destination</source>
        <translation>更换数据去向</translation>
    </message>
    <message>
        <source>data source</source>
        <translation>更换数据源</translation>
    </message>
</context>
<context>
    <name>sluice::TaskPage</name>
    <message>
        <source>Script</source>
        <translation>脚本模式</translation>
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
    <message>
        <source>Resolved script</source>
        <translation>变量替换后的脚本</translation>
    </message>
    <message>
        <source>View of the task</source>
        <translation>任务视图</translation>
    </message>
    <message>
        <source>Wizard and script show the same text; either may be edited at any time.</source>
        <translation>向导模式和脚本模式显示同一内容，可随时在任一模式下编辑。</translation>
    </message>
    <message>
        <source>Wizard</source>
        <translation>向导模式</translation>
    </message>
    <message>
        <source>Compare with file</source>
        <translation>与文件比较</translation>
    </message>
    <message>
        <source>Tasks (*.job.json *.json);;All files (*)</source>
        <translation>任务 (*.job.json *.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Run configuration</source>
        <translation>运行配置</translation>
    </message>
    <message>
        <source>As it will land</source>
        <translation>写入效果</translation>
    </message>
    <message>
        <source>Source preview</source>
        <translation>数据来源预览</translation>
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
    <name>sluice::TrailDialog</name>
    <message>
        <source>Trail of corrections</source>
        <translation>修正记录</translation>
    </message>
    <message>
        <source>Kept in the attempt&apos;s folder, in fixes.jsonl.</source>
        <translation>保存在该次尝试的文件夹中，文件为 fixes.jsonl。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>sluice::TrailModel</name>
    <message>
        <source>by hand</source>
        <translation>手工</translation>
    </message>
    <message>
        <source>whole row</source>
        <translation>整行</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>已丢弃</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>已恢复</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>given to attempt %1</source>
        <translation>已交由尝试 %1</translation>
    </message>
    <message>
        <source>replay</source>
        <translation>重放</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
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
        <source>From</source>
        <translation>原值</translation>
    </message>
    <message>
        <source>To</source>
        <translation>新值</translation>
    </message>
    <message>
        <source>By</source>
        <translation>方式</translation>
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
    <message>
        <source>Duplicate</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>A copy of each selected task beside it</source>
        <translation>在原位置为每个所选任务创建副本</translation>
    </message>
    <message>
        <source>Move to…</source>
        <translation>移动到…</translation>
    </message>
    <message>
        <source>Move the selected nodes to another folder</source>
        <translation>将所选节点移动到其他文件夹</translation>
    </message>
    <message>
        <source>New task…</source>
        <translation>新建任务…</translation>
    </message>
    <message>
        <source>Move %1 to</source>
        <translation>将 %1 移动到</translation>
    </message>
    <message numerus="yes">
        <source>Move %n nodes to</source>
        <translation>
            <numerusform>将 %n 个节点移动到</numerusform>
        </translation>
    </message>
    <message>
        <source>Only tasks are duplicated</source>
        <translation>只能复制任务</translation>
    </message>
</context>
<context>
    <name>sluice::TutorialPage</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Tutorial</source>
        <translation>教程</translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n 分钟</numerusform>
        </translation>
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
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>Pick a source and a destination, or a blank script</source>
        <translation>选择数据来源和数据去向，或从空白脚本开始</translation>
    </message>
    <message>
        <source>Add a data source</source>
        <translation>添加数据源</translation>
    </message>
    <message>
        <source>MaxCompute, Kafka or files, tested before they are used</source>
        <translation>MaxCompute、Kafka 或文件，使用前先测试连通性</translation>
    </message>
    <message>
        <source>Tutorials</source>
        <translation>教程</translation>
    </message>
    <message>
        <source>find any task, table, column or command</source>
        <translation>查找任务、表、列或命令</translation>
    </message>
    <message>
        <source>Pick what it reads and what it writes; the rest is filled in on its page</source>
        <translation>选择读取和写入的内容，其余在任务页面中填写</translation>
    </message>
    <message>
        <source>New task…</source>
        <translation>新建任务…</translation>
    </message>
</context>
<context>
    <name>sluice::WizardPage</name>
    <message>
        <source>Show the place</source>
        <translation>转到该处</translation>
    </message>
    <message>
        <source>%1 lossless</source>
        <translation>%1 列无损</translation>
    </message>
    <message>
        <source>%1 narrowing</source>
        <translation>%1 列有损</translation>
    </message>
    <message>
        <source>%1 will be dirty</source>
        <translation>%1 列将成为脏数据</translation>
    </message>
    <message>
        <source>%1 of unknown type</source>
        <translation>%1 列类型未知</translation>
    </message>
    <message numerus="yes">
        <source>%n suggestion(s)</source>
        <translation>
            <numerusform>%n 条推荐</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) not read</source>
        <translation>
            <numerusform>%n 个字段不读取</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n column(s) stay NULL</source>
        <translation>
            <numerusform>%n 列保持为 NULL</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n column(s) mapped</source>
        <translation>
            <numerusform>已映射 %1 / %n 列</numerusform>
        </translation>
    </message>
    <message>
        <source>The script does not parse.</source>
        <translation>脚本解析失败。</translation>
    </message>
    <message>
        <source>The script does not parse (line %1).</source>
        <translation>脚本解析失败（第 %1 行）。</translation>
    </message>
    <message>
        <source>Here is its state of %1, to look at; it can be changed again when it parses.</source>
        <translation>此处显示 %1 时的状态，仅供查看；脚本恢复有效后方可修改。</translation>
    </message>
    <message>
        <source>There is no earlier state to show.</source>
        <translation>没有可显示的先前状态。</translation>
    </message>
    <message>
        <source>opens when both ends are reachable, or when you go on offline</source>
        <translation>两端均可连通或选择“离线继续”后展开</translation>
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
