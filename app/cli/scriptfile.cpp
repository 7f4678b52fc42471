#include "app/cli/scriptfile.h"

#include "base/files.h"

#include <QStringDecoder>

namespace sluice::cli
{

Result<QString> readScript(const QString &file)
{
    SLUICE_TRY(const QByteArray bytes, readFile(file));
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(bytes);
    if (decoder.hasError())
        return makeError(ErrorCode::Config, QStringLiteral("The task is not UTF-8 text. Save it as UTF-8."), file);
    return text;
}

} // namespace sluice::cli
