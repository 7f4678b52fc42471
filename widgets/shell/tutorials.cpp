#include "widgets/shell/tutorials.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr int wordsAMinute = 90; // of somebody who does what is written

QString readAll(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

Tutorial describe(const QString &file)
{
    static const QRegularExpression space(QStringLiteral("\\s+"));
    static const QRegularExpression sentence(QStringLiteral("^.*?[.:](?=\\s|$)"));
    const QString text = readAll(file);
    Tutorial tutorial{file, {}, {}, 0};
    for (const QString &block : text.split(QStringLiteral("\n\n"), Qt::SkipEmptyParts)) {
        const QString line = QString(block).replace(u'\n', u' ').trimmed();
        if (line.startsWith(QLatin1String("# ")) && tutorial.title.isEmpty()) {
            tutorial.title = line.mid(2);
        } else if (!line.startsWith(u'!') && !line.startsWith(u'#')) {
            const auto first = sentence.match(line);
            tutorial.summary = first.hasMatch() ? first.captured() : line;
            tutorial.summary.remove(u'`');
            break;
        }
    }
    const qsizetype words = text.split(space, Qt::SkipEmptyParts).size();
    tutorial.minutes = std::max(1, int((words + wordsAMinute - 1) / wordsAMinute));
    return tutorial;
}

} // namespace

const QList<Tutorial> &tutorials()
{
    static const QList<Tutorial> all = [] {
        QList<Tutorial> found;
        const QDir folder(QStringLiteral(":/tutorials"));
        for (const QString &name : folder.entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name))
            if (Tutorial tutorial = describe(folder.filePath(name)); !tutorial.title.isEmpty())
                found.append(std::move(tutorial));
        std::sort(found.begin(), found.end(), [](const Tutorial &a, const Tutorial &b) { return a.title < b.title; });
        return found;
    }();
    return all;
}

QString tutorialText(const Tutorial &tutorial)
{
    static const QRegularExpression image(QStringLiteral("!\\[[^\\]]*\\]\\([^)]*\\)"));
    return readAll(tutorial.file).remove(image);
}

} // namespace sluice
