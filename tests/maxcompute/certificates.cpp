#include "maxcompute/certificates.h"

#include <QFile>
#include <QProcess>

namespace sluice
{

static bool openssl(const QString &folder, const QString &arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("openssl"), arguments.split(QLatin1Char(' ')));
    const bool good = process.waitForFinished(60000) && process.exitCode() == 0;
    if (!good)
        qWarning("%s", process.readAll().constData());
    return good;
}

bool makeCertificates(const QString &folder)
{
    if (QFile::exists(folder + QStringLiteral("/server.pem")))
        return true;
    QFile extensions(folder + QStringLiteral("/extensions"));
    if (!extensions.open(QIODevice::WriteOnly) || extensions.write("subjectAltName=IP:127.0.0.1\n") < 0)
        return false;
    extensions.close();
    for (const char *name : {"ca", "other"})
        if (!openssl(folder, QStringLiteral("req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=Sluice-test-%1 "
                                            "-keyout %1.key -out %1.pem")
                                 .arg(QLatin1String(name))))
            return false;
    return openssl(folder, QStringLiteral("req -newkey rsa:2048 -nodes -subj /CN=warehouse -keyout server.key "
                                          "-out server.csr")) &&
           openssl(folder, QStringLiteral("x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 "
                                          "-extfile extensions -out server.pem"));
}

} // namespace sluice
