#include "warehouse/sql/functiontable.h"

namespace sluice::warehouse
{

namespace
{

constexpr auto V = Gives::Value;
constexpr auto T = Gives::Text;
constexpr auto D = Gives::DateTime;
constexpr auto A = Gives::Aggregate;

// clang-format off
constexpr FunctionRow rows[] = {
    // Text
    {"concat_ws", 2, 99, nullptr, T}, // see functions.cpp
    {"concat", 1, 99, nullptr, T},
    {"lower", 1, 1, "lower(#1)", T}, {"tolower", 1, 1, "lower(#1)", T}, {"lcase", 1, 1, "lower(#1)", T},
    {"upper", 1, 1, "upper(#1)", T}, {"toupper", 1, 1, "upper(#1)", T}, {"ucase", 1, 1, "upper(#1)", T},
    {"initcap", 1, 1, "mc_initcap(#1)", T},
    {"length", 1, 1, "length(#1)", V}, {"char_length", 1, 1, "length(#1)", V}, {"lengthb", 1, 1, "strlen(#1)", V},
    {"substr", 2, 2, "mc_substr(#1, $2)", T}, {"substr", 3, 3, "mc_substr(#1, $2, $3)", T},
    {"substring", 2, 2, "mc_substr(#1, $2)", T}, {"substring", 3, 3, "mc_substr(#1, $2, $3)", T},
    {"substring_index", 3, 3, "mc_substring_index(#1, #2, $3)", T},
    {"instr", 2, 2, "instr(#1, #2)", V}, {"instr", 3, 3, "mc_instr(#1, #2, $3)", V},
    {"locate", 2, 2, "instr(#2, #1)", V}, {"locate", 3, 3, "mc_instr(#2, #1, $3)", V},
    {"replace", 3, 3, "replace(#1, #2, #3)", T}, {"translate", 3, 3, "translate(#1, #2, #3)", T},
    {"reverse", 1, 1, "reverse(#1)", T}, {"repeat", 2, 2, "repeat(#1, $2)", T}, {"space", 1, 1, "repeat(' ', $1)", T},
    {"lpad", 3, 3, "lpad(#1, CAST($2 AS INTEGER), #3)", T}, {"rpad", 3, 3, "rpad(#1, CAST($2 AS INTEGER), #3)", T},
    {"trim", 1, 2, "trim(#*)", T}, {"ltrim", 1, 2, "ltrim(#*)", T}, {"rtrim", 1, 2, "rtrim(#*)", T},
    {"ascii", 1, 1, "ascii(#1)", V}, {"chr", 1, 1, "chr(CAST($1 AS INTEGER))", T},
    {"split", 2, 2, "string_split_regex(#1, #2)", V}, {"split_part", 3, 3, "split_part(#1, #2, $3)", T},
    {"split_part", 4, 4, "array_to_string(string_split(#1, #2)[$3:$4], #2)", T},
    {"find_in_set", 2, 2, "coalesce(list_position(string_split(#2, ','), #1), 0)", V},
    {"keyvalue", 2, 2, "mc_keyvalue(#1, ';', ':', #2)", T}, {"keyvalue", 4, 4, "mc_keyvalue(#1, #2, #3, #4)", T},
    {"str_to_map", 1, 1, "mc_str_to_map(#1, ',', ':')", V}, {"str_to_map", 3, 3, "mc_str_to_map(#1, #2, #3)", V},
    {"md5", 1, 1, "md5(#1)", T}, {"sha", 1, 1, "sha1(#1)", T}, {"sha1", 1, 1, "sha1(#1)", T},
    {"sha2", 2, 2, "mc_sha2(#1, $2)", T}, {"base64", 1, 1, "to_base64(mc_blob($1))", T},
    {"unbase64", 1, 1, "from_base64(#1)", V}, {"hex", 1, 1, "hex($1)", T}, {"unhex", 1, 1, "unhex(#1)", V},
    {"url_encode", 1, 1, "url_encode(#1)", T}, {"url_decode", 1, 1, "url_decode(#1)", T},
    {"encode", 1, 2, "encode(#1)", V}, {"uuid", 0, 0, "CAST(uuid() AS VARCHAR)", T},
    {"regexp", 2, 2, "regexp_matches(#1, #2)", V}, {"rlike", 2, 2, "regexp_matches(#1, #2)", V},
    {"regexp_like", 2, 2, "regexp_matches(#1, #2)", V},
    {"regexp_replace", 3, 3, "regexp_replace(#1, #2, mc_backrefs(#3), 'g')", T},
    {"regexp_extract", 2, 2, "regexp_extract(#1, #2, 1)", T},
    {"regexp_extract", 3, 3, "regexp_extract(#1, #2, $3)", T}, {"regexp_substr", 2, 2, "regexp_extract(#1, #2)", T},
    {"regexp_extract_all", 2, 2, "regexp_extract_all(#1, #2, 1)", V},
    {"regexp_extract_all", 3, 3, "regexp_extract_all(#1, #2, $3)", V},
    {"regexp_count", 2, 2, "len(regexp_extract_all(#1, #2))", V},
    {"regexp_instr", 2, 2, "mc_regexp_instr(#1, #2)", V},
    {"get_json_object", 2, 2, "mc_get_json(#1, #2)", T}, {"to_json", 1, 1, "CAST(to_json($1) AS VARCHAR)", T},
    {"json_parse", 1, 1, "CAST(json(#1) AS VARCHAR)", T}, {"json_format", 1, 1, "#1", T},
    {"json_extract", 2, 2, "mc_get_json(#1, #2)", T}, {"json_valid", 1, 1, "json_valid(#1)", V},
    {"json_object", 2, 99, "CAST(json_object($*) AS VARCHAR)", T},
    {"json_array", 1, 99, "CAST(json_array($*) AS VARCHAR)", T},
    {"char_matchcount", 2, 2, "len(list_filter(string_split(#1, ''), lambda mcx : contains(#2, mcx)))", V},
    {"format_number", 2, 2, "format('{:,.' || CAST($2 AS VARCHAR) || 'f}', CAST($1 AS DOUBLE))", T},

    // Conditions
    {"nvl", 2, 2, "coalesce($1, $2)", V}, {"ifnull", 2, 2, "coalesce($1, $2)", V}, {"coalesce", 1, 99, "", V},
    {"if", 3, 3, "CASE WHEN $1 THEN $2 ELSE $3 END", V}, {"nullif", 2, 2, "", V},
    {"greatest", 1, 99, "", V}, {"least", 1, 99, "", V}, {"decode", 3, 99, nullptr, V},
    {"decode", 2, 2, "decode($1)", T},

    // Numbers
    {"abs", 1, 1, "", V}, {"acos", 1, 1, "", V}, {"asin", 1, 1, "", V}, {"atan", 1, 1, "", V}, {"atan2", 2, 2, "", V},
    {"cos", 1, 1, "", V}, {"cosh", 1, 1, "", V}, {"sin", 1, 1, "", V}, {"sinh", 1, 1, "", V}, {"tan", 1, 1, "", V},
    {"tanh", 1, 1, "", V}, {"cot", 1, 1, "", V}, {"sqrt", 1, 1, "", V}, {"cbrt", 1, 1, "", V}, {"exp", 1, 1, "", V},
    {"ln", 1, 1, "", V}, {"log", 1, 1, "ln($1)", V}, {"log", 2, 2, "(ln($2) / ln($1))", V}, {"log2", 1, 1, "", V},
    {"log10", 1, 1, "", V}, {"pow", 2, 2, "", V}, {"power", 2, 2, "pow($1, $2)", V}, {"pi", 0, 0, "", V},
    {"e", 0, 0, "exp(1)", V}, {"degrees", 1, 1, "", V}, {"radians", 1, 1, "", V}, {"isnan", 1, 1, "", V},
    {"sign", 1, 1, "", V}, {"round", 1, 2, "", V}, {"trunc", 1, 1, "", V}, {"trunc", 2, 2, "mc_trunc($1, $2)", V},
    {"ceil", 1, 1, "CAST(ceil($1) AS BIGINT)", V}, {"ceiling", 1, 1, "CAST(ceil($1) AS BIGINT)", V},
    {"floor", 1, 1, "CAST(floor($1) AS BIGINT)", V}, {"mod", 2, 2, "($1 % $2)", V},
    {"pmod", 2, 2, "((($1 % $2) + $2) % $2)", V}, {"negative", 1, 1, "(-$1)", V}, {"positive", 1, 1, "($1)", V},
    {"factorial", 1, 1, "CAST(factorial(CAST($1 AS INTEGER)) AS BIGINT)", V}, {"rand", 0, 1, "random()", V},
    {"bin", 1, 1, "bin($1)", T}, {"shiftleft", 2, 2, "($1 << $2)", V}, {"shiftright", 2, 2, "($1 >> $2)", V},

    // Nested values
    {"array", 0, 999, "list_value($*)", V}, {"size", 1, 1, "mc_size($1)", V}, {"map", 0, 999, nullptr, V},
    {"struct", 1, 999, nullptr, V}, {"named_struct", 2, 999, nullptr, V}, {"explode", 1, 1, "unnest($1)", V},
    {"array_contains", 2, 2, "list_contains($1, $2)", V}, {"sort_array", 1, 1, "list_sort($1)", V},
    {"sort_array", 2, 2, "CASE WHEN $2 THEN list_sort($1) ELSE list_reverse_sort($1) END", V},
    {"array_sort", 1, 1, "list_sort($1)", V}, {"array_max", 1, 1, "list_max($1)", V},
    {"array_min", 1, 1, "list_min($1)", V}, {"array_join", 2, 2, "array_to_string($1, #2)", T},
    {"array_distinct", 1, 1, "list_distinct($1)", V}, {"array_position", 2, 2, "coalesce(list_position($1, $2), 0)", V},
    {"array_intersect", 2, 2, "list_intersect($1, $2)", V},
    {"array_union", 2, 2, "list_distinct(list_concat($1, $2))", V},
    {"array_concat", 2, 2, "list_concat($1, $2)", V},
    {"slice", 3, 3, "list_slice($1, $2, $2 + $3 - 1)", V}, {"sequence", 2, 3, "generate_series($*)", V},
    {"element_at", 2, 2, "($1)[$2]", V}, {"map_keys", 1, 1, "", V}, {"map_values", 1, 1, "", V},
    {"map_from_entries", 1, 1, "", V}, {"map_entries", 1, 1, "", V},
    {"array_except", 2, 2, "list_distinct(list_filter($1, lambda mcx : NOT list_contains($2, mcx)))", V},
    {"array_remove", 2, 2, "list_filter($1, lambda mcx : mcx IS DISTINCT FROM $2)", V},
    {"array_repeat", 2, 2, "list_transform(range(CAST($2 AS BIGINT)), lambda mcx : $1)", V},
    {"arrays_overlap", 2, 2, "list_has_any($1, $2)", V}, {"flatten", 1, 1, "", V},
    {"any_match", 2, 2, "(len(list_filter($1, $2)) > 0)", V},
    {"all_match", 2, 2, "(len(list_filter($1, $2)) = len($1))", V},
    {"aggregate", 3, 3, "list_reduce($1, $3, $2)", V}, {"map_concat", 2, 99, "", V},
    {"map_from_arrays", 2, 2, "map($1, $2)", V},
    {"transform", 2, 2, "list_transform($1, $2)", V}, {"filter", 2, 2, "list_filter($1, $2)", V},

    // Dates
    {"getdate", 0, 0, "date_trunc('second', now())", D}, {"now", 0, 0, "date_trunc('millisecond', now())", D},
    {"current_timestamp", 0, 0, "mc_timestamp(now())", V}, {"current_date", 0, 0, "current_date", V},
    {"current_timezone", 0, 0, "current_setting('TimeZone')", T},
    {"year", 1, 1, "year(CAST($1 AS DATE))", V}, {"quarter", 1, 1, "quarter(CAST($1 AS DATE))", V},
    {"month", 1, 1, "month(CAST($1 AS DATE))", V}, {"day", 1, 1, "day(CAST($1 AS DATE))", V},
    {"dayofmonth", 1, 1, "day(CAST($1 AS DATE))", V}, {"dayofyear", 1, 1, "dayofyear(CAST($1 AS DATE))", V},
    {"dayofweek", 1, 1, "(dayofweek(CAST($1 AS DATE)) + 1)", V},
    {"weekday", 1, 1, "(isodow(CAST($1 AS DATE)) - 1)", V},
    {"weekofyear", 1, 1, "weekofyear(CAST($1 AS DATE))", V},
    {"hour", 1, 1, "hour(mc_datetime($1))", V}, {"minute", 1, 1, "minute(mc_datetime($1))", V},
    {"second", 1, 1, "second(mc_datetime($1))", V},
    {"date", 1, 1, "CAST($1 AS DATE)", V}, {"to_date", 1, 1, "CAST($1 AS DATE)", V},
    {"to_date", 2, 2, "CAST(strptime(#1, @2) AS TIMESTAMPTZ)", D}, {"to_char", 1, 1, "#1", T},
    {"to_char", 2, 2, "strftime(mc_datetime($1), @2)", T},
    {"date_format", 2, 2, "strftime(mc_datetime($1), &2)", T},
    {"datediff", 2, 2, "date_diff('day', CAST($2 AS DATE), CAST($1 AS DATE))", V},
    {"datediff", 3, 3, nullptr, V}, {"dateadd", 3, 3, nullptr, D}, {"datepart", 2, 2, nullptr, V},
    {"datetrunc", 2, 2, nullptr, D}, {"trunc_time", 2, 2, nullptr, T},
    {"date_add", 2, 2, "(CAST($1 AS DATE) + CAST($2 AS INTEGER))", V},
    {"date_sub", 2, 2, "(CAST($1 AS DATE) - CAST($2 AS INTEGER))", V},
    {"add_months", 2, 2, "CAST(CAST($1 AS DATE) + to_months(CAST($2 AS INTEGER)) AS DATE)", V},
    {"months_between", 2, 2, "mc_months_between(CAST($1 AS DATE), CAST($2 AS DATE))", V},
    {"last_day", 1, 1, "last_day(CAST($1 AS DATE))", V},
    {"lastday", 1, 1, "CAST(last_day(CAST($1 AS DATE)) AS TIMESTAMPTZ)", D},
    {"next_day", 2, 2,
     "(CAST($1 AS DATE) + CAST((list_position(['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'], lower(left(#2, 2))) + 6 - "
     "isodow(CAST($1 AS DATE))) % 7 + 1 AS INTEGER))",
     V},
    {"isdate", 2, 2, "(try_strptime(#1, @2) IS NOT NULL)", V},
    {"from_unixtime", 1, 1, "to_timestamp($1)", D},
    {"from_unixtime", 2, 2, "strftime(to_timestamp($1), &2)", T},
    {"unix_timestamp", 0, 0, "CAST(floor(epoch(now())) AS BIGINT)", V},
    {"unix_timestamp", 1, 1, "CAST(floor(epoch(mc_datetime($1))) AS BIGINT)", V},
    {"unix_timestamp", 2, 2, "CAST(epoch(CAST(strptime(#1, &2) AS TIMESTAMPTZ)) AS BIGINT)", V},
    {"to_millis", 1, 1, "epoch_ms(mc_datetime($1))", V},

    // Aggregates and windows
    {"count", 0, 99, nullptr, A}, {"sum", 1, 1, "", A}, {"avg", 1, 1, "", A}, {"min", 1, 1, "", A}, {"max", 1, 1, "", A},
    {"median", 1, 1, "", A}, {"stddev", 1, 1, "stddev_pop($d$1)", A}, {"stddev_pop", 1, 1, "", A},
    {"stddev_samp", 1, 1, "", A}, {"variance", 1, 1, "var_pop($d$1)", A}, {"var_pop", 1, 1, "", A},
    {"var_samp", 1, 1, "", A}, {"corr", 2, 2, "", A}, {"covar_pop", 2, 2, "", A}, {"covar_samp", 2, 2, "", A},
    {"percentile", 2, 2, "quantile_cont($1, $2)", A}, {"percentile_approx", 2, 3, "approx_quantile(CAST($1 AS DOUBLE), CAST($2 AS FLOAT))", A},
    {"approx_distinct", 1, 1, "approx_count_distinct($1)", A}, {"any_value", 1, 1, "", A}, {"count_if", 1, 1, "", A},
    {"max_by", 2, 2, "arg_max($1, $2)", A}, {"arg_max", 2, 2, "arg_max($2, $1)", A},
    {"min_by", 2, 2, "arg_min($1, $2)", A}, {"arg_min", 2, 2, "arg_min($2, $1)", A},
    {"bool_and", 1, 1, "", A}, {"bool_or", 1, 1, "", A},
    {"bitwise_and_agg", 1, 1, "bit_and($1)", A}, {"bitwise_or_agg", 1, 1, "bit_or($1)", A},
    {"wm_concat", 2, 2, nullptr, A}, {"collect_list", 1, 1, nullptr, A}, {"collect_set", 1, 1, nullptr, A},
    {"row_number", 0, 0, "", A}, {"rank", 0, 0, "", A}, {"dense_rank", 0, 0, "", A}, {"percent_rank", 0, 0, "", A},
    {"cume_dist", 0, 0, "", A}, {"ntile", 1, 1, "", A}, {"lag", 1, 3, "", A}, {"lead", 1, 3, "", A},
    {"first_value", 1, 1, "", A}, {"last_value", 1, 1, "", A}, {"nth_value", 2, 2, "", A}, {"grouping", 1, 1, "", V},
    {"grouping_id", 1, 99, "", V}, {"histogram", 1, 1, "", A}, {"map_agg", 2, 2, "map(list($1), list($2))", V},
};
// clang-format on

} // namespace

std::span<const FunctionRow> functionRows()
{
    return rows;
}

} // namespace sluice::warehouse
