#include "warehouse/sql/macros.h"

namespace sluice::warehouse
{

namespace
{

const char *const macros[] = {
    // A value as MaxCompute writes it in text: DATETIME without its zone.
    R"(mc_text(x) AS CASE WHEN typeof(x) = 'TIMESTAMP WITH TIME ZONE'
        THEN regexp_replace(CAST(x AS VARCHAR), '(\.\d+)?[+-]\d\d(:\d\d)*$', '') ELSE CAST(x AS VARCHAR) END)",
    R"(mc_datetime(x) AS CASE WHEN typeof(x) = 'TIMESTAMP_NS' THEN timezone('UTC', TRY_CAST(x AS TIMESTAMP))
        ELSE CAST(x AS TIMESTAMPTZ) END)",
    R"(mc_timestamp(x) AS CASE WHEN typeof(x) = 'TIMESTAMP WITH TIME ZONE'
        THEN CAST(timezone('UTC', TRY_CAST(x AS TIMESTAMPTZ)) AS TIMESTAMP_NS) ELSE CAST(x AS TIMESTAMP_NS) END)",
    // Towards zero, as MaxCompute casts; DuckDB rounds.
    R"(mc_whole(x) AS CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN CAST(trunc(TRY_CAST(x AS DOUBLE)) AS BIGINT)
        WHEN typeof(x) LIKE 'DECIMAL%' THEN CAST(split_part(CAST(x AS VARCHAR), '.', 1) AS BIGINT)
        ELSE CAST(x AS BIGINT) END)",
    R"(mc_blob(x) AS CASE WHEN typeof(x) = 'BLOB' THEN TRY_CAST(x AS BLOB) ELSE encode(CAST(x AS VARCHAR)) END)",

    // Dates.
    R"(mc_utc(x) AS CASE WHEN typeof(x) IN ('TIMESTAMP WITH TIME ZONE', 'VARCHAR')
        THEN timezone('UTC', TRY_CAST(x AS TIMESTAMPTZ)) ELSE TRY_CAST(x AS TIMESTAMP) END)",
    R"(mc_months_between(a, b) AS CAST(date_diff('month', b, a) AS DOUBLE)
        + CASE WHEN day(a) = day(b) OR (last_day(a) = a AND last_day(b) = b) THEN 0 ELSE (day(a) - day(b)) / 31 END)",

    // Text.
    R"(mc_substr(s, b) AS substr(s, CASE WHEN b = 0 THEN 1 ELSE b END),
        (s, b, n) AS substr(s, CASE WHEN b = 0 THEN 1 ELSE b END, n))",
    R"(mc_instr(s, t, b) AS CASE WHEN instr(substr(s, b), t) = 0 THEN 0 ELSE instr(substr(s, b), t) + b - 1 END)",
    R"(mc_substring_index(s, d, n) AS CASE WHEN n > 0 THEN array_to_string(string_split(s, d)[1:n], d)
        WHEN n < 0 THEN array_to_string(string_split(s, d)[n:], d) ELSE '' END)",
    R"(mc_initcap(s) AS array_to_string(list_transform(string_split(lower(s), ' '),
        lambda w : upper(substr(w, 1, 1)) || substr(w, 2)), ' '))",
    R"(mc_joined(d, x) AS CASE WHEN typeof(x) LIKE '%[]' THEN array_to_string(TRY_CAST(x AS VARCHAR[]), d)
        ELSE mc_text(x) END)",
    R"(mc_backrefs(r) AS regexp_replace(r, '\$(\d)', '\\\1', 'g'))",
    R"(mc_regexp_instr(s, p) AS CASE WHEN regexp_matches(s, p) THEN instr(s, regexp_extract(s, p)) ELSE 0 END)",
    R"(mc_keyvalue(s, d, e, k) AS split_part(list_filter(string_split(s, d), lambda p : split_part(p, e, 1) = k)[1], e, 2))",
    R"(mc_sha2(s, n) AS CASE WHEN n IN (0, 256) THEN sha256(s) END)",
    R"(mc_get_json(s, p) AS CASE WHEN json_valid(s) THEN json_extract_string(s, p) END)",
    R"(mc_str_to_map(s, d, e) AS map_from_entries(list_transform(string_split(s, d),
        lambda p : (split_part(p, e, 1), split_part(p, e, 2)))))",
    R"(mc_size(x) AS coalesce(CASE WHEN typeof(x) LIKE 'MAP%' THEN len(json_keys(to_json(x)))
        ELSE len(TRY_CAST(x AS VARCHAR[])) END, -1))",
    R"(mc_trunc(x, n) AS trunc(x * pow(10, n)) / pow(10, n))",
};

} // namespace

QStringList macroStatements()
{
    QStringList statements;
    for (const char *macro : macros)
        statements.append(QStringLiteral("CREATE MACRO ") + QLatin1String(macro));
    return statements;
}

} // namespace sluice::warehouse
