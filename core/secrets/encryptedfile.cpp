#include "secrets/encryptedfile.h"

#include "base/files.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QStandardPaths>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <memory>

namespace sluice
{

namespace
{

constexpr int formatVersion = 1;
constexpr int keyBytes = 32;
constexpr int nonceBytes = 12;
constexpr int tagBytes = 16;
constexpr int saltBytes = 16;
constexpr quint64 scryptN = 1 << 15; // 32 MiB and about 0.1 s a guess
constexpr quint64 scryptR = 8;
constexpr quint64 scryptP = 1;
constexpr quint64 scryptMemory = 64 * 1024 * 1024;

Error broken(const QString &file)
{
    return makeError(
        ErrorCode::Data,
        QStringLiteral("The file of secrets is damaged. Delete it and enter the keys again with `sluice source add`."),
        file);
}

Error cryptoFailed()
{
    return makeError(ErrorCode::Internal, QStringLiteral("OpenSSL cannot do what is needed to keep a secret."));
}

Result<QByteArray> randomBytes(int count)
{
    QByteArray bytes(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char *>(bytes.data()), count) != 1)
        return cryptoFailed();
    return bytes;
}

// Bytes of a key, wiped when it goes.
class Key
{
public:
    Key() = default;
    Key(const Key &) = delete;
    Key &operator=(const Key &) = delete;
    Key(Key &&) = default;
    ~Key() { OPENSSL_cleanse(bytes.data(), bytes.size()); }

    std::array<unsigned char, keyBytes> bytes{};
};

// What the key is made from, and which of the two it is.
struct Passphrase {
    QByteArray text;
    bool fromEnvironment = false;
};

QString keyFilePath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QLatin1String("/sluice/secrets.key");
}

Result<Passphrase> passphrase(bool makeKeyFile)
{
    if (QByteArray text = qgetenv("SLUICE_PASSPHRASE"); !text.isEmpty())
        return Passphrase{std::move(text), true};

    const QString file = keyFilePath();
    if (!QFileInfo::exists(file) && makeKeyFile) {
        SLUICE_TRY(const QByteArray fresh, randomBytes(keyBytes));
        SLUICE_CHECK(makePrivateDir(QFileInfo(file).absolutePath()));
        QLockFile lock(file + QLatin1String(".lock"));
        if (lock.lock() && !QFileInfo::exists(file))
            SLUICE_CHECK(writeFile(file, fresh.toBase64() + '\n', Access::Private));
    }
    auto text = readFile(file, 4096);
    if (!text.ok() || text->trimmed().size() < keyBytes)
        return makeError(ErrorCode::Auth,
                         QStringLiteral("The key file of your secrets is missing or damaged. Set SLUICE_PASSPHRASE, or "
                                        "enter the keys again with `sluice source add`."),
                         file);
    const auto others =
        QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteGroup | QFileDevice::WriteOther;
    if (QFile::permissions(file) & others)
        return makeError(ErrorCode::Auth,
                         QStringLiteral("The key file of your secrets can be read by others. Run `chmod 600` on it."),
                         file);
    return Passphrase{text->trimmed(), false};
}

Result<Key> deriveKey(const QByteArray &text, const QByteArray &salt)
{
    Key key;
    if (EVP_PBE_scrypt(text.constData(), size_t(text.size()), reinterpret_cast<const unsigned char *>(salt.constData()),
                       size_t(salt.size()), scryptN, scryptR, scryptP, scryptMemory, key.bytes.data(), keyBytes) != 1)
        return cryptoFailed();
    return key;
}

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char *data(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}
unsigned char *data(QByteArray &bytes)
{
    return reinterpret_cast<unsigned char *>(bytes.data());
}

// Ciphertext followed by its tag.
Result<QByteArray> encrypt(const Key &key, const QByteArray &nonce, const QByteArray &plain)
{
    Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    QByteArray sealed(plain.size() + tagBytes, '\0');
    int size = 0;
    int last = 0;
    if (!cipher || EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.bytes.data(), data(nonce)) != 1 ||
        EVP_EncryptUpdate(cipher.get(), data(sealed), &size, data(plain), int(plain.size())) != 1 ||
        EVP_EncryptFinal_ex(cipher.get(), data(sealed) + size, &last) != 1 ||
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tagBytes, data(sealed) + plain.size()) != 1)
        return cryptoFailed();
    return sealed;
}

// Null when the key is not the one it was sealed with, or a byte was changed.
QByteArray decrypt(const Key &key, const QByteArray &nonce, QByteArray sealed)
{
    Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    const int plainSize = int(sealed.size()) - tagBytes;
    QByteArray plain(plainSize, '\0');
    int size = 0;
    int last = 0;
    if (!cipher || EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.bytes.data(), data(nonce)) != 1 ||
        EVP_DecryptUpdate(cipher.get(), data(plain), &size, data(sealed), plainSize) != 1 ||
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tagBytes, data(sealed) + plainSize) != 1 ||
        EVP_DecryptFinal_ex(cipher.get(), data(plain) + size, &last) != 1)
        return {};
    return plain;
}

} // namespace

Result<QMap<QString, QString>> EncryptedFile::read() const
{
    QMap<QString, QString> texts;
    if (!QFileInfo::exists(m_file))
        return texts;
    SLUICE_TRY(const QByteArray bytes, readFile(m_file));
    const QJsonObject header = QJsonDocument::fromJson(bytes).object();
    if (header.value(QLatin1String("format")).toInt() > formatVersion)
        return makeError(
            ErrorCode::Config,
            QStringLiteral("A newer version of Sluice wrote the file of secrets. Update Sluice to use it."), m_file);
    auto field = [&](const char *name) {
        return QByteArray::fromBase64(header.value(QLatin1String(name)).toString().toLatin1());
    };
    const QByteArray salt = field("salt");
    const QByteArray nonce = field("nonce");
    const QByteArray sealed = field("sealed");
    if (salt.size() != saltBytes || nonce.size() != nonceBytes || sealed.size() < tagBytes)
        return broken(m_file);

    SLUICE_TRY(const Passphrase phrase, passphrase(false));
    SLUICE_TRY(const Key key, deriveKey(phrase.text, salt));
    const QByteArray plain = decrypt(key, nonce, sealed);
    if (plain.isNull()) {
        const bool withPassphrase = header.value(QLatin1String("key")).toString() == QLatin1String("passphrase");
        return makeError(
            ErrorCode::Auth,
            withPassphrase
                ? QStringLiteral("The secrets do not open. Set SLUICE_PASSPHRASE to the passphrase they were "
                                 "saved with, or delete the file and enter the keys again.")
                : QStringLiteral("The secrets do not open with your key file (SLUICE_PASSPHRASE goes before "
                                 "it). Delete the file and enter the keys again with `sluice source add`."),
            m_file);
    }
    const QJsonObject object = QJsonDocument::fromJson(plain).object();
    for (auto it = object.begin(); it != object.end(); ++it)
        texts.insert(it.key(), it.value().toString());
    return texts;
}

Done EncryptedFile::update(const QString &name, const QString &text) const
{
    if (text.isNull() && !QFileInfo::exists(m_file))
        return {};
    SLUICE_CHECK(makePrivateDir(QFileInfo(m_file).absolutePath()));
    QLockFile lock(m_file + QLatin1String(".lock"));
    if (!lock.tryLock(10'000))
        return makeError(ErrorCode::Conflict, QStringLiteral("Another program is writing the secrets. Try again."),
                         m_file);

    SLUICE_TRY(auto texts, read());
    if (text.isNull() && texts.remove(name) == 0)
        return {};
    if (!text.isNull())
        texts.insert(name, text);

    QJsonObject object;
    for (auto it = texts.begin(); it != texts.end(); ++it)
        object.insert(it.key(), it.value());
    SLUICE_TRY(const Passphrase phrase, passphrase(true));
    SLUICE_TRY(const QByteArray salt, randomBytes(saltBytes));
    SLUICE_TRY(const QByteArray nonce, randomBytes(nonceBytes));
    SLUICE_TRY(const Key key, deriveKey(phrase.text, salt));
    SLUICE_TRY(const QByteArray sealed, encrypt(key, nonce, QJsonDocument(object).toJson(QJsonDocument::Compact)));

    auto base64 = [](const QByteArray &bytes) { return QString::fromLatin1(bytes.toBase64()); };
    const QJsonObject header{
        {QStringLiteral("format"), formatVersion},
        {QStringLiteral("cipher"), QStringLiteral("AES-256-GCM, scrypt 32768/8/1")},
        {QStringLiteral("key"), phrase.fromEnvironment ? QStringLiteral("passphrase") : QStringLiteral("file")},
        {QStringLiteral("salt"), base64(salt)},
        {QStringLiteral("nonce"), base64(nonce)},
        {QStringLiteral("sealed"), base64(sealed)},
    };
    return writeFile(m_file, QJsonDocument(header).toJson(), Access::Private);
}

} // namespace sluice
