// SPDX-License-Identifier: Apache-2.0
#include "scanners/escl_server.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <deque>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sohoa {
namespace {

constexpr std::pair<std::string_view, EsclFault> kFaultNames[] = {
    {"jam", EsclFault::kJam},           {"cover-open", EsclFault::kCoverOpen}, {"double-feed", EsclFault::kDoubleFeed},
    {"busy", EsclFault::kBusy},         {"job-gone", EsclFault::kJobGone},     {"cut", EsclFault::kCut},
    {"cut-untold", EsclFault::kCutUntold}, {"truncated", EsclFault::kTruncated}, {"repeat", EsclFault::kRepeat},
    {"slow", EsclFault::kSlow}};

struct Request {
  std::string method;
  std::string path;
  std::string body;
};

struct Answer {
  int code = 200;
  std::string body;
  std::string type = "text/xml";
  std::string location = {};
  EsclFault sent_badly = EsclFault::kNone;
};

// Reads one request; false where the other side went away.
bool Receive(int connection, Request& request) {
  std::string bytes;
  std::array<char, 4096> buffer;
  std::size_t head = std::string::npos;
  std::size_t length = 0;
  while (head == std::string::npos || bytes.size() < head + 4 + length) {
    const ssize_t count = recv(connection, buffer.data(), buffer.size(), 0);
    if (count <= 0) return false;
    bytes.append(buffer.data(), static_cast<std::size_t>(count));
    if (head != std::string::npos) continue;
    head = bytes.find("\r\n\r\n");
    const std::size_t field = bytes.find("Content-Length: ");
    if (head == std::string::npos || field > head) continue;
    std::from_chars(bytes.data() + field + 16, bytes.data() + head, length);
  }
  const std::size_t space = bytes.find(' ');
  request.method = bytes.substr(0, space);
  request.path = bytes.substr(space + 1, bytes.find(' ', space + 1) - space - 1);
  request.body = bytes.substr(head + 4);
  return true;
}

bool SendAll(int connection, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void Reply(int connection, const Answer& answer) {
  std::string_view body = answer.body;
  const bool cut = answer.sent_badly == EsclFault::kCut || answer.sent_badly == EsclFault::kCutUntold;
  std::string head = "HTTP/1.1 " + std::to_string(answer.code) + " So\r\nConnection: close\r\nContent-Type: " + answer.type + "\r\n";
  if (!answer.location.empty()) head += "Location: " + answer.location + "\r\n";
  if (answer.sent_badly == EsclFault::kTruncated) body = body.substr(0, body.size() / 2);
  if (answer.sent_badly != EsclFault::kCutUntold) head += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  if (!SendAll(connection, head + "\r\n")) return;
  if (cut) body = body.substr(0, body.size() / 2);
  constexpr std::size_t kSlowPieces = 20;
  const std::size_t piece = answer.sent_badly == EsclFault::kSlow ? body.size() / kSlowPieces + 1 : std::max<std::size_t>(body.size(), 1);
  for (; !body.empty(); body.remove_prefix(std::min(piece, body.size()))) {
    if (!SendAll(connection, body.substr(0, piece))) return;
    if (answer.sent_badly == EsclFault::kSlow) std::this_thread::sleep_for(std::chrono::milliseconds(25));
  }
}

// What follows `name` in a query.
std::string_view Parameter(std::string_view path, std::string_view name) {
  const std::size_t at = path.find(std::string(name) + "=");
  if (at == std::string_view::npos) return {};
  path.remove_prefix(at + name.size() + 1);
  return path.substr(0, path.find('&'));
}

std::size_t NumberOf(std::string_view path, std::string_view name) {
  std::size_t number = 0;
  const std::string_view text = Parameter(path, name);
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string Capabilities(int dpi) {
  const std::string resolution = std::to_string(dpi);
  const std::string caps =
      "<scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth><scan:MinHeight>16</scan:MinHeight>"
      "<scan:MaxHeight>4200</scan:MaxHeight><scan:MaxScanRegions>1</scan:MaxScanRegions><scan:SettingProfiles>"
      "<scan:SettingProfile><scan:ColorModes><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>"
      "<scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat></scan:DocumentFormats>"
      "<scan:SupportedResolutions><scan:DiscreteResolutions><scan:DiscreteResolution><scan:XResolution>" + resolution +
      "</scan:XResolution><scan:YResolution>" + resolution +
      "</scan:YResolution></scan:DiscreteResolution></scan:DiscreteResolutions></scan:SupportedResolutions>"
      "</scan:SettingProfile></scan:SettingProfiles>";
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><scan:ScannerCapabilities "
         "xmlns:scan=\"http://schemas.hp.com/imaging/escl/2011/05/03\" "
         "xmlns:pwg=\"http://www.pwg.org/schemas/2010/12/sm\"><pwg:Version>2.6</pwg:Version>"
         "<pwg:MakeAndModel>Sohoa test scanner</pwg:MakeAndModel><scan:Platen><scan:PlatenInputCaps>" + caps +
         "</scan:PlatenInputCaps></scan:Platen><scan:Adf><scan:AdfSimplexInputCaps>" + caps +
         "</scan:AdfSimplexInputCaps><scan:AdfDuplexInputCaps>" + caps +
         "</scan:AdfDuplexInputCaps><scan:FeederCapacity>50</scan:FeederCapacity><scan:AdfOptions>"
         "<scan:AdfOption>DetectPaperLoaded</scan:AdfOption><scan:AdfOption>Duplex</scan:AdfOption></scan:AdfOptions>"
         "</scan:Adf></scan:ScannerCapabilities>";
}

}  // namespace

struct EsclServer::Impl {
  Impl(std::vector<EsclSheet> all, int resolution) : sheets(std::move(all)), dpi(resolution) {}

  void Accept(int listening);
  void Serve(int connection);
  Answer Handle(const Request& request);
  Answer BeginJob(const Request& request);
  Answer NextDocument(std::string_view path);
  Answer Control(std::string_view path);
  Answer Status() const;
  // With the lock held: whether the fault is due with the side that comes next.
  bool Due(EsclFault kind) const { return fault == kind && next_sheet + 1 >= fault_sheet && next_side >= fault_side; }
  void Load(std::size_t count, std::size_t first);
  void Unload();
  void Clear();
  void PutBack(std::size_t sheet);
  bool Pause();

  const std::vector<EsclSheet> sheets;
  const int dpi;
  std::uint16_t port = 0;
  int listening = -1;
  std::thread acceptor;
  std::atomic<bool> stopping{false};

  mutable std::mutex mutex;  // all below
  std::set<int> connections;
  std::size_t serving = 0;
  std::deque<std::size_t> feeder;   // indices of sheets
  std::vector<std::size_t> through;  // those that went through
  std::size_t next_sheet = 0;      // sheets that went through
  std::size_t next_side = 0;       // of the one that is due
  std::size_t jobs = 0;
  bool job_open = false;
  bool duplex = false;
  bool from_feeder = false;
  EsclFault fault = EsclFault::kNone;
  std::size_t fault_sheet = 0;
  std::size_t fault_side = 0;
  bool stuck = false;  // jam, cover, two sheets: until Clear()
  std::chrono::milliseconds pace{0};
};

Answer EsclServer::Impl::Status() const {
  const char* adf = feeder.empty() ? "ScannerAdfEmpty" : "ScannerAdfLoaded";
  if (stuck && fault == EsclFault::kJam) adf = "ScannerAdfJam";
  if (stuck && fault == EsclFault::kCoverOpen) adf = "ScannerAdfDoorOpen";
  if (stuck && fault == EsclFault::kDoubleFeed) adf = "ScannerAdfMultipickDetected";
  const char* state = Due(EsclFault::kBusy) ? "Processing" : stuck ? "Stopped" : "Idle";
  return {200,
          std::string("<?xml version=\"1.0\" encoding=\"UTF-8\"?><scan:ScannerStatus "
                      "xmlns:scan=\"http://schemas.hp.com/imaging/escl/2011/05/03\" "
                      "xmlns:pwg=\"http://www.pwg.org/schemas/2010/12/sm\"><pwg:Version>2.6</pwg:Version><pwg:State>") +
              state + "</pwg:State><scan:AdfState>" + adf + "</scan:AdfState></scan:ScannerStatus>"};
}

Answer EsclServer::Impl::BeginJob(const Request& request) {
  if (Due(EsclFault::kBusy)) return {503, ""};
  from_feeder = request.body.find(">Feeder<") != std::string::npos;
  if (from_feeder && (feeder.empty() || stuck)) return {409, ""};
  duplex = request.body.find("<scan:Duplex>true") != std::string::npos;
  next_side = 0;
  job_open = true;
  Answer answer{201, ""};
  answer.location = "/eSCL/ScanJobs/" + std::to_string(++jobs);
  return answer;
}

Answer EsclServer::Impl::NextDocument(std::string_view path) {
  const bool mine = path.starts_with("/eSCL/ScanJobs/" + std::to_string(jobs) + "/");
  if (!job_open || !mine) return {404, ""};
  if (!from_feeder) {
    job_open = false;
    return {200, sheets.front().front, "image/jpeg"};
  }
  if (feeder.empty() || Due(EsclFault::kJobGone)) {
    job_open = false;
    return {404, ""};
  }
  if (Due(EsclFault::kJam) || Due(EsclFault::kCoverOpen) || Due(EsclFault::kDoubleFeed)) stuck = true;
  if (stuck) {
    job_open = false;
    return {409, ""};
  }
  const EsclSheet& sheet = sheets[feeder.front()];
  Answer answer{200, next_side == 0 ? sheet.front : sheet.back, "image/jpeg"};
  if (Due(EsclFault::kRepeat)) return answer;
  if (fault != EsclFault::kNone && Due(fault)) {
    // Once: what comes after it is good.
    answer.sent_badly = std::exchange(fault, EsclFault::kNone);
    // A device that cannot send gives the job up.
    if (answer.sent_badly == EsclFault::kCut) job_open = false;
  }
  if (duplex && next_side == 0) {
    next_side = 1;
  } else {
    next_side = 0;
    ++next_sheet;
    through.push_back(feeder.front());
    feeder.pop_front();
  }
  return answer;
}

void EsclServer::Impl::Load(std::size_t count, std::size_t first) {
  for (std::size_t i = first; i < first + count; ++i) feeder.push_back(i % sheets.size());
}

void EsclServer::Impl::Unload() {
  Clear();
  feeder.clear();
  through.clear();
  next_sheet = next_side = 0;
  job_open = false;
}

void EsclServer::Impl::Clear() {
  fault = EsclFault::kNone;
  if (std::exchange(stuck, false)) next_side = 0;
}

void EsclServer::Impl::PutBack(std::size_t sheet) {
  job_open = false;
  next_side = 0;
  for (; next_sheet >= sheet && !through.empty(); --next_sheet) {
    feeder.push_front(through.back());
    through.pop_back();
  }
}

Answer EsclServer::Impl::Control(std::string_view path) {
  if (path.starts_with("/control/load")) {
    Load(NumberOf(path, "sheets"), NumberOf(path, "first"));
    return {204, ""};
  }
  if (path.starts_with("/control/unload")) {
    Unload();
    return {204, ""};
  }
  if (path.starts_with("/control/put-back")) {
    PutBack(NumberOf(path, "sheet"));
    return {204, ""};
  }
  if (path.starts_with("/control/clear")) {
    Clear();
    return {204, ""};
  }
  for (const auto& [name, kind] : kFaultNames) {
    if (!path.starts_with("/control/fault") || Parameter(path, "kind") != name) continue;
    fault = kind;
    fault_sheet = NumberOf(path, "sheet");
    fault_side = NumberOf(path, "side");
    return {204, ""};
  }
  return {404, ""};
}

Answer EsclServer::Impl::Handle(const Request& request) {
  const bool document = request.path.ends_with("/NextDocument");
  if (document && !Pause()) return {503, ""};
  const std::lock_guard lock(mutex);
  if (request.method == "POST" && request.path.starts_with("/control/")) return Control(request.path);
  if (request.path == "/eSCL/ScannerCapabilities") return {200, Capabilities(dpi)};
  if (request.path == "/eSCL/ScannerStatus") return Status();
  if (request.method == "POST" && request.path == "/eSCL/ScanJobs") return BeginJob(request);
  if (document) return NextDocument(request.path);
  if (request.method == "DELETE") {
    job_open = false;
    return {200, ""};
  }
  return {404, ""};
}

// The time that the paper takes; false where the server stops meanwhile.
bool EsclServer::Impl::Pause() {
  std::chrono::milliseconds left;
  {
    const std::lock_guard lock(mutex);
    left = pace;
  }
  for (; left.count() > 0 && !stopping; left -= std::chrono::milliseconds(10)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return !stopping;
}

void EsclServer::Impl::Serve(int connection) {
  Request request;
  if (Receive(connection, request)) Reply(connection, Handle(request));
  const std::lock_guard lock(mutex);
  connections.erase(connection);
  close(connection);
  --serving;
}

void EsclServer::Impl::Accept(int socket) {
  for (;;) {
    const int connection = accept4(socket, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    const std::lock_guard lock(mutex);
    connections.insert(connection);
    ++serving;
    std::thread([this, connection] { Serve(connection); }).detach();
  }
}

EsclServer::EsclServer(std::vector<EsclSheet> sheets, int dpi) : impl_(std::make_unique<Impl>(std::move(sheets), dpi)) {}
EsclServer::~EsclServer() { Stop(); }

bool EsclServer::Listen(std::uint16_t port) {
  Impl& impl = *impl_;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port != 0 ? port : impl.port);
  impl.listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  setsockopt(impl.listening, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(impl.listening, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || listen(impl.listening, 16) != 0) {
    close(std::exchange(impl.listening, -1));
    return false;
  }
  socklen_t length = sizeof address;
  getsockname(impl.listening, reinterpret_cast<sockaddr*>(&address), &length);
  impl.port = ntohs(address.sin_port);
  impl.stopping = false;
  impl.acceptor = std::thread([&impl, socket = impl.listening] { impl.Accept(socket); });
  return true;
}

void EsclServer::Stop() {
  Impl& impl = *impl_;
  if (impl.listening < 0) return;
  impl.stopping = true;
  shutdown(impl.listening, SHUT_RDWR);
  impl.acceptor.join();
  close(std::exchange(impl.listening, -1));
  for (;;) {
    {
      const std::lock_guard lock(impl.mutex);
      for (const int connection : impl.connections) shutdown(connection, SHUT_RDWR);
      impl.job_open = false;
      impl.next_side = 0;
      if (impl.serving == 0) return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

std::uint16_t EsclServer::port() const { return impl_->port; }
std::string EsclServer::Url() const { return "http://127.0.0.1:" + std::to_string(impl_->port) + "/eSCL"; }
std::string EsclServer::SaneName() const { return "airscan:escl:Sohoa test scanner:" + Url() + "/"; }

void EsclServer::Load(std::size_t sheets) {
  const std::lock_guard lock(impl_->mutex);
  impl_->Load(sheets, 0);
}

void EsclServer::Inject(EsclFault fault, std::size_t sheet, std::size_t side) {
  const std::lock_guard lock(impl_->mutex);
  impl_->fault = fault;
  impl_->fault_sheet = sheet;
  impl_->fault_side = side;
}

void EsclServer::Clear() {
  const std::lock_guard lock(impl_->mutex);
  impl_->Clear();
}

void EsclServer::PutBack(std::size_t sheet) {
  const std::lock_guard lock(impl_->mutex);
  impl_->PutBack(sheet);
}

void EsclServer::SetPace(std::chrono::milliseconds per_side) {
  const std::lock_guard lock(impl_->mutex);
  impl_->pace = per_side;
}

std::size_t EsclServer::SheetsLeft() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->feeder.size();
}

std::size_t EsclServer::Jobs() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->jobs;
}

bool EsclServer::HasJob() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->job_open;
}

}  // namespace sohoa
