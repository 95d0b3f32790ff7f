// SPDX-License-Identifier: Apache-2.0
//
// sohoa-reader: decodes, prepares, reads and encodes pages for one ReaderClient, so that
// hostile bytes meet foreign decoders only in a process that may die. Started by
// workers/reader_process; of no use on its own.
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <utility>

#include "imaging/local_page_imaging.h"
#include "ocr/open_engine.h"
#include "workers/reader_jail.h"
#include "workers/reader_memory.h"
#include "workers/reader_protocol.h"
#include "workers/reader_server.h"
#include "workers/reader_socket.h"

namespace {

using namespace sohoa;

// Ends the process with its client, even in the midst of a page. Not PR_SET_PDEATHSIG, which
// fires when the thread that started us ends, though its process lives on.
void DieWithClient() {
  std::thread([] {
    pollfd client{kReaderSocket, POLLRDHUP, 0};
    while (poll(&client, 1, -1) < 0) {
    }
    _exit(0);
  }).detach();
}

Status Refuse(ReaderSocket& socket, std::uint64_t sequence, const Status& status) {
  return socket.Send(EncodeReply({sequence, status, {}}), -1, -1);
}

Status Run(ReaderSocket& socket, ReaderJail jail) {
  Result<ReaderFrame> frame = socket.Receive(-1);
  if (!frame) return frame.status();
  Result<ReaderRequest> request = DecodeRequest(frame->bytes);
  if (!request || request->call != ReaderCall::kHello) {
    return Refuse(socket, 0, Status(StatusCode::kCorruption, "start page reader: no greeting"));
  }
  Result<ReaderHello> hello = DecodeHello(request->body);
  if (!hello) return Refuse(socket, request->sequence, hello.status());

  LimitReaderMemory(hello->memory_bytes);
  if (Status ready = InitImaging(); !ready.ok()) return Refuse(socket, request->sequence, ready);
  Result<std::unique_ptr<OcrEngine>> engine = OpenEngine(hello->ocr);
  if (!engine) return Refuse(socket, request->sequence, engine.status());
  std::unique_ptr<PageImaging> imaging = NewLocalPageImaging(hello->limits);
  // Everything is loaded and no byte of a page has been seen.
  CloseJail({.readable = FoldersReadLater()}, jail);
  const std::string greeting = EncodeGreeting({(*engine)->Name(), (*engine)->Model(), std::move(jail)});
  Status sent = socket.Send(EncodeReply({request->sequence, Status(), greeting}), -1, -1);
  if (!sent.ok()) return sent;
  ReaderServer server(std::move(imaging), std::move(*engine));
  return server.Serve(socket);
}

}  // namespace

// Images of a page are taken and given back by the dozen. From the system each would come as
// zeroed pages, an eighth of the time of a page; kept at hand, the next one finds them warm.
void KeepMemoryAtHand() {
  constexpr int kLargestImage = 32 << 20;  // the most that glibc takes; A4 in colour at 300 dpi has 26
  constexpr int kKept = 256 << 20;
  mallopt(M_MMAP_THRESHOLD, kLargestImage);
  mallopt(M_TRIM_THRESHOLD, kKept);
}

int main() {
  if (fcntl(kReaderSocket, F_SETFD, FD_CLOEXEC) != 0) return 2;  // not started by a client
  // Whatever else its parent had open is no business of the decoders.
  close_range(kReaderSocket + 1, ~0u, 0);
  ReaderJail jail;
  GiveUpPrivileges(jail);
  DieWithClient();
  KeepMemoryAtHand();
  ReaderSocket socket{OwnedDescriptor(kReaderSocket)};
  try {
    const Status ended = Run(socket, std::move(jail));
    // The client is gone: nothing is left to do, and teardown of the libraries takes time.
    _exit(ended.ok() || ended.code() == StatusCode::kUnavailable ? 0 : 1);
  } catch (const std::bad_alloc&) {
    _exit(kReaderOutOfMemory);
  } catch (const std::exception&) {
    _exit(1);
  }
}
