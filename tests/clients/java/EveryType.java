import com.aliyun.odps.data.Binary;
import com.aliyun.odps.data.Char;
import com.aliyun.odps.data.JsonValue;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.SimpleJsonValue;
import com.aliyun.odps.data.SimpleStruct;
import com.aliyun.odps.data.Struct;
import com.aliyun.odps.data.Varchar;
import com.aliyun.odps.type.StructTypeInfo;
import com.aliyun.odps.type.TypeInfo;
import com.aliyun.odps.type.TypeInfoParser;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table with a column of every type, its rows for the client, and the same rows as SQL writes them. */
final class EveryType {
    private EveryType() {}

    static final List<String> TYPES = List.of("boolean", "tinyint", "smallint", "int", "bigint", "float", "double",
            "decimal(18,4)", "decimal(38,18)", "string", "char(6)", "varchar(20)", "binary", "date", "datetime",
            "timestamp", "timestamp_ntz", "json", "array<bigint>", "map<string,double>", "struct<a:bigint,b:string>",
            "array<struct<x:int,y:string>>");

    static final String DEFINITION = "(" + IntStream.range(0, TYPES.size())
            .mapToObj(i -> "c" + i + " " + TYPES.get(i)).collect(Collectors.joining(", ")) + ")";

    private static Struct struct(String type, Object... values) {
        return new SimpleStruct((StructTypeInfo) TypeInfoParser.getTypeInfoFromTypeString(type), Arrays.asList(values));
    }

    private static Map<String, Double> map(String a, Double x, String b, Double y) {
        Map<String, Double> map = new HashMap<>();
        map.put(a, x);
        map.put(b, y);
        return map;
    }

    static List<Object[]> rows() {
        Object[] full = {true, (byte) -128, (short) 32767, Integer.MIN_VALUE, Long.MAX_VALUE, 1.5f, 0.1,
            new BigDecimal("12345678901234.5678"), new BigDecimal("-0.000000000000000001"), "中文, \"quoted\"", new Char("abc"),
            new Varchar("varied"), new Binary(new byte[] {0, 'a', (byte) 'z'}), LocalDate.of(1969, 12, 31),
            ZonedDateTime.of(2024, 2, 29, 23, 59, 59, 123_000_000, ZoneOffset.UTC),
            Instant.parse("2024-01-01T00:00:00.000000005Z"), LocalDateTime.parse("2024-06-30T12:00:00.123456789"),
            new SimpleJsonValue("{\"k\":[1,null,\"v\"]}"), Arrays.asList(1L, null, -5L), map("a", 1.25, "b", null),
            struct("struct<a:bigint,b:string>", 7L, null),
            Arrays.asList(struct("struct<x:int,y:string>", 1, "x"), null, struct("struct<x:int,y:string>", null, "中"))};
        Object[] low = {false, (byte) 127, (short) -32768, Integer.MAX_VALUE, -Long.MAX_VALUE, -0.0f, 1e308,
            new BigDecimal("-99999999999999.9999"), new BigDecimal("99999999999999999999.5"), "", new Char(""), new Varchar(""),
            new Binary(new byte[0]), LocalDate.of(9999, 12, 31), ZonedDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC),
            Instant.EPOCH, LocalDateTime.parse("2200-12-31T23:59:59.999999999"), new SimpleJsonValue("[]"),
            Collections.emptyList(), Collections.emptyMap(), struct("struct<a:bigint,b:string>", -1L, ""),
            Collections.emptyList()};
        return List.of(full, low, new Object[TYPES.size()]);
    }

    /** What two values have in common when they mean the same. */
    static Object plain(Object value) {
        if (value instanceof byte[] bytes)
            return new String(bytes, StandardCharsets.UTF_8);
        if (value instanceof BigDecimal number)
            return number.stripTrailingZeros().toPlainString();
        if (value instanceof ZonedDateTime time)
            return time.toInstant();
        if (value instanceof Binary bytes)
            return Arrays.toString(bytes.data());
        if (value instanceof Char text)
            return text.getValue().stripTrailing();
        if (value instanceof Varchar text)
            return text.getValue();
        if (value instanceof JsonValue json)
            return json.toString().replace(" ", "");
        if (value instanceof Struct struct)
            return plain(struct.getFieldValues());
        if (value instanceof List<?> list)
            return list.stream().map(EveryType::plain).collect(Collectors.toCollection(ArrayList::new));
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> plain = new HashMap<>();
            map.forEach((key, item) -> plain.put(plain(key), plain(item)));
            return plain;
        }
        return value;
    }

    static List<Object> plainRow(Object[] row) {
        return Arrays.stream(row).map(EveryType::plain).collect(Collectors.toCollection(ArrayList::new));
    }

    /** A record's values in the classes of rows(). */
    static List<Object> plainRow(Record record) {
        List<Object> row = new ArrayList<>();
        for (int i = 0; i < record.getColumnCount(); ++i) {
            TypeInfo type = record.getColumns()[i].getTypeInfo();
            row.add(plain(switch (type.getOdpsType()) {
                case STRING -> record.getString(i);
                default -> record.get(i);
            }));
        }
        return row;
    }

    /** The rows as INSERT … SELECT writes them, each a list of expressions. */
    static final List<String> AS_SQL = List.of(
            "true, cast(-128 as tinyint), cast(32767 as smallint), cast(-2147483648 as int), 9223372036854775807, "
                    + "cast(1.5 as float), cast(0.1 as double), cast('12345678901234.5678' as decimal(18,4)), "
                    + "cast('-0.000000000000000001' as decimal(38,18)), '中文, \"quoted\"', cast('abc' as char(6)), "
                    + "cast('varied' as varchar(20)), unhex('00617A'), cast('1969-12-31' as date), "
                    + "cast('2024-02-29 23:59:59.123' as datetime), cast('2024-01-01 00:00:00.000000005' as timestamp), "
                    + "cast('2024-06-30 12:00:00.123456789' as timestamp_ntz), json_parse('{\"k\":[1,null,\"v\"]}'), "
                    + "array(1, cast(null as bigint), -5), map('a', cast(1.25 as double), 'b', cast(null as double)), "
                    + "named_struct('a', cast(7 as bigint), 'b', cast(null as string)), "
                    + "array(named_struct('x', cast(1 as int), 'y', 'x'), null, "
                    + "named_struct('x', cast(null as int), 'y', '中'))",
            TYPES.stream().map(type -> "cast(null as " + type + ")").collect(Collectors.joining(", ")));
}
