#include "common/commonrows.h"

#include "data/arrowtypes.h"
#include "data/batch.h"

#include <arrow/api.h>

#include <random>

namespace sluice
{

void need(bool ok, const char *what)
{
    if (!ok)
        qFatal("%s", what);
}

Schema commonSchema()
{
    Schema schema;
    for (const auto &[name, type] : std::initializer_list<std::pair<const char *, const char *>>{
             {"id", "bigint"},
             {"s16", "string"},
             {"d", "double"},
             {"dt", "datetime"},
             {"amt", "decimal(18,4)"},
             {"b", "boolean"},
             {"i", "int"},
             {"s40", "string"},
         })
        schema.columns.append({QString::fromLatin1(name), Type::parse(QString::fromLatin1(type)).value(), true, {}});
    return schema;
}

std::vector<std::shared_ptr<arrow::RecordBatch>> commonRows(const Schema &schema, int64_t rows)
{
    std::mt19937_64 random(1);
    const auto text = [&random](size_t size) {
        static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
        std::string text(size, ' ');
        for (char &c : text)
            c = letters[random() % 36];
        return text;
    };
    std::vector<std::shared_ptr<arrow::RecordBatch>> batches;
    for (int64_t from = 0; from < rows; from += batchRowLimit) {
        const int64_t count = std::min<int64_t>(batchRowLimit, rows - from);
        arrow::Int64Builder id;
        arrow::StringBuilder s16;
        arrow::DoubleBuilder d;
        arrow::TimestampBuilder dt(arrowType(TypeKind::DateTime), arrow::default_memory_pool());
        arrow::Decimal128Builder amt(arrowType(Type::decimal(18, 4)));
        arrow::BooleanBuilder b;
        arrow::Int32Builder i;
        arrow::StringBuilder s40;
        for (int64_t row = from; row < from + count; ++row) {
            need(id.Append(row).ok() && s16.Append(text(16)).ok() && s40.Append(text(40)).ok() &&
                     d.Append(double(random()) / 1e9).ok() &&
                     dt.Append(1672531200000 + int64_t(random() % 31536000000)).ok() &&
                     amt.Append(arrow::Decimal128(int64_t(random() % 1000000000))).ok() &&
                     b.Append((random() & 1) != 0).ok() && i.Append(int32_t(random() % 2000000) - 1000000).ok(),
                 "the rows cannot be made");
        }
        arrow::ArrayVector arrays;
        for (arrow::ArrayBuilder *builder :
             std::initializer_list<arrow::ArrayBuilder *>{&id, &s16, &d, &dt, &amt, &b, &i, &s40})
            arrays.push_back(builder->Finish().ValueOrDie());
        batches.push_back(arrow::RecordBatch::Make(arrowSchema(schema), count, std::move(arrays)));
    }
    return batches;
}

} // namespace sluice
