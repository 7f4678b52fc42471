#pragma once

#include "base/result.h"
#include "warehouse/http/httpmessage.h"

#include <chrono>
#include <memory>

namespace sluice::warehouse
{

// One TCP connection that speaks HTTP/1.1: reads heads and bodies, writes whole answers or answers in chunks. Owns the
// socket. One thread at a time, but cut() may come from any.
class HttpConnection
{
public:
    explicit HttpConnection(int socket);
    ~HttpConnection();
    HttpConnection(const HttpConnection &) = delete;
    HttpConnection &operator=(const HttpConnection &) = delete;

    int socket() const { return m_socket; }
    void cut(); // wakes whoever waits on the socket; everything fails from then on

    // Waits for the next head, a few seconds at most. 200: the request is there. 0: the peer has gone or was too slow.
    // Else the status to refuse with.
    int readHead(HttpRequest &request);

    // The next bytes of the body, straight from the buffer: valid until the next call, empty at the end. Network error
    // when the peer breaks off, Timeout when it falls silent, Data when its chunks are garbled.
    Result<std::string_view> nextBody();
    bool bodyEnded() const { return m_body == Body::Ended; }
    // Reads over what is left of a short body. True when the body has ended, so that another request may follow.
    bool skipSmallBody();

    // False when the peer has gone.
    bool send(const HttpResponse &response, bool keepAlive);
    bool beginChunks(const HttpResponse &head, bool keepAlive);
    bool writeChunk(std::string_view bytes);
    bool endChunks();
    // From now to the end of this request, at most so many bytes of its body are read (or of its answer written): then
    // everything fails.
    void cutRequestAfter(uint64_t bytes) { m_requestLimit = bytes; }
    void cutAnswerAfter(uint64_t bytes) { m_answerLimit = bytes; }
    // Ends so that the peer cannot take what it has got for the whole: no last chunk, a reset.
    void abort();

    // For a refusal while the peer still sends: it gets the answer instead of a reset if it stops soon.
    void drainAndClose(std::chrono::seconds patience);

    // More bytes have arrived than were used: the next request may be there already.
    bool hasBuffered() const { return m_begin != m_end; }
    // Gives the buffer back; a waiting connection costs next to nothing.
    void rest();

private:
    enum class Body { Ended, Length, ChunkHead, ChunkData, ChunkEnd };

    std::string_view buffered() const { return {m_buffer.get() + m_begin, m_end - m_begin}; }
    Done receive();                      // at least one byte more
    Result<std::string_view> bodyLine(); // up to CRLF, taken out
    Done sendContinue();
    std::string head(const HttpResponse &response, const std::string &framing, bool keepAlive) const;
    // Of an answer, within its limit.
    bool sendAnswer(std::string_view a, std::string_view b = {}, std::string_view c = {});
    bool sendAll(std::string_view a, std::string_view b = {}, std::string_view c = {});

    int m_socket;
    std::unique_ptr<char[]> m_buffer;
    size_t m_size = 0;
    size_t m_begin = 0;
    size_t m_end = 0;
    Body m_body = Body::Ended;
    uint64_t m_left = 0; // of the body or the chunk
    static constexpr uint64_t unlimited = UINT64_MAX;
    uint64_t m_requestLimit = unlimited;
    uint64_t m_answerLimit = unlimited;
    bool m_owesContinue = false;
    bool m_headOnly = false; // HEAD: no body goes out
    bool m_oldVersion = false;
};

} // namespace sluice::warehouse
