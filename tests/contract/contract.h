#pragma once

#include "connector/connector.h"

#include <QObject>
#include <QStringList>

#include <optional>

namespace sluice
{

// What the contract must know of a connector: where rows can be written and read back.
class ContractFixture
{
public:
    virtual ~ContractFixture() = default;

    virtual QString name() const = 0;
    virtual const Connector &connector() const = 0;
    // Whether rows are seen as they arrive, so that neither commit nor abort makes a difference.
    virtual bool seesAtOnce() const { return false; }
    // What reads the rows back; another one where the connector's own reader reads something else.
    virtual const Connector &readingConnector() const { return connector(); }
    // Types whose values come back as they were written.
    virtual QStringList types() const = 0;
    // As what a type comes back, where the connector keeps texts alone.
    virtual Type readAs(const Type &type) const { return type; }

    // Makes a new, empty place for rows of these columns and says how to reach it. The first, "id", tells rows apart.
    virtual Done prepare(const QString &place, const Schema &schema) = 0;
    virtual OpenRequest writer(const QString &place, const Schema &schema) = 0;
    virtual OpenRequest reader(const QString &place, const Schema &schema) = 0;

    // A request that must end in Auth; none where there is no key.
    virtual std::optional<OpenRequest> wrongKey() { return std::nullopt; }
    // A reader of something that is not there.
    virtual OpenRequest missing() = 0;
};

// What every connector that can be written and read back must do (design, section 5).
class Contract : public QObject
{
    Q_OBJECT

public:
    explicit Contract(ContractFixture &fixture)
        : m_fixture(fixture)
    {
    }

private Q_SLOTS:
    void everyTypeComesBack();
    void splitsAreTheWhole();
    void nothingIsSeenBeforeTheCommit();
    void abortLeavesNothing();
    void committingTwiceIsOnce();
    void readersGoOnFromAPosition();
    void readersStopInTime();
    void writersStopInTime();
    void wrongKeyIsAuth();
    void missingObjectIsNotFound();

private:
    struct Rows;
    Rows sampleRows(qint64 count) const;
    QString newPlace(const Schema &schema);
    // Writes through `lanes` writers, sealed; the receipts.
    Result<std::vector<Receipt>> write(Sink &sink, const Rows &rows, int lanes);
    // Writes and commits.
    Done fill(const QString &place, const Rows &rows);
    // Whether a place shows as many rows as one should that nothing was committed to.
    bool showsUncommitted(const QString &place, const Schema &schema, qsizetype sent);
    // Everything a reader sees, as sorted texts.
    Result<QStringList> readAll(const QString &place, const Schema &schema, int wanted = 4);

    ContractFixture &m_fixture;
    int m_places = 0;
};

} // namespace sluice
