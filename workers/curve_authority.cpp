// SPDX-License-Identifier: Apache-2.0
#include "workers/curve_authority.h"

#include <array>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include <zmq.hpp>

namespace sohoa {
namespace {

constexpr const char* kAuthorityEndpoint = "inproc://zeromq.zap.01";
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kZ85Chars = 41;  // with the end of the string

int DigitValue(char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; }

std::string DigitsOfZ85(const char* text) {
  std::array<std::uint8_t, kKeyBytes> bytes{};
  if (zmq_z85_decode(bytes.data(), text) == nullptr) return "";
  return KeyDigits({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace

std::string KeyBytes(const std::string& key) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < key.size(); i += 2) bytes += static_cast<char>(DigitValue(key[i]) << 4 | DigitValue(key[i + 1]));
  return bytes;
}

std::string KeyDigits(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string digits;
  for (const char byte : bytes) {
    digits += kDigits[static_cast<unsigned char>(byte) >> 4];
    digits += kDigits[static_cast<unsigned char>(byte) & 15];
  }
  return digits;
}

Result<CurveKeys> NewCurveKeys() {
  char public_key[kZ85Chars] = {};
  char secret_key[kZ85Chars] = {};
  if (zmq_curve_keypair(public_key, secret_key) != 0) {
    return Status(StatusCode::kUnavailable, std::string("make a key pair: ") + zmq_strerror(errno) + "; install a libzmq that has CURVE");
  }
  return CurveKeys{DigitsOfZ85(public_key), DigitsOfZ85(secret_key)};
}

bool IsKeyPair(const CurveKeys& keys) {
  char secret_key[kZ85Chars] = {};
  char public_key[kZ85Chars] = {};
  const std::string bytes = KeyBytes(keys.secret_key);
  if (bytes.size() != kKeyBytes) return false;
  if (zmq_z85_encode(secret_key, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()) == nullptr) return false;
  return zmq_curve_public(public_key, secret_key) == 0 && DigitsOfZ85(public_key) == keys.public_key;
}

// Answers the library's questions on a thread of its own, one after the other. One for the
// process and never destroyed, as the context that it belongs to.
class CurveDomain::Authority {
 public:
  explicit Authority(zmq::context_t& context) : socket_(context, zmq::socket_type::rep) {
    socket_.bind(kAuthorityEndpoint);
    std::thread([this] { Run(); }).detach();
  }

  struct Entry {
    std::shared_ptr<AllowList> allowed;
    std::shared_ptr<std::atomic<std::uint64_t>> refused;
  };
  std::string Add(Entry entry) {
    const std::lock_guard lock(mutex_);
    std::string name = "sohoa-" + std::to_string(++last_);
    entries_[name] = std::move(entry);
    return name;
  }
  void Remove(const std::string& name) {
    const std::lock_guard lock(mutex_);
    entries_.erase(name);
  }

 private:
  void Run() {
    while (true) {
      try {
        Answer();
      } catch (const zmq::error_t&) {
        // EINTR, or one who asked and went: the next one is answered.
      }
    }
  }

  // Version, request, domain, address, routing id, mechanism, public key.
  void Answer() {
    std::vector<std::string> parts;
    zmq::message_t part;
    do {
      if (!socket_.recv(part, zmq::recv_flags::none)) return;
      parts.push_back(part.to_string());
    } while (part.more());
    parts.resize(7);
    const std::string key = KeyDigits(parts[6]);
    const bool let_in = parts[0] == "1.0" && parts[5] == "CURVE" && IsAllowed(parts[2], key);
    const std::string answer[] = {"1.0", parts[1], let_in ? "200" : "400", let_in ? "OK" : "not allowed", let_in ? key : "", ""};
    for (const std::string& text : answer) {
      const bool last = &text == std::end(answer) - 1;
      socket_.send(zmq::buffer(text), last ? zmq::send_flags::none : zmq::send_flags::sndmore);
    }
  }

  bool IsAllowed(const std::string& domain, const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(domain);
    if (entry == entries_.end()) return false;
    if (entry->second.allowed->Find(key)) return true;
    ++*entry->second.refused;
    return false;
  }

  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
  std::uint64_t last_ = 0;
  zmq::socket_t socket_;
};

Result<std::unique_ptr<CurveDomain>> CurveDomain::Open(zmq::context_t& context, std::shared_ptr<AllowList> allowed) {
  static std::mutex mutex;
  static Authority* one = nullptr;
  const std::lock_guard lock(mutex);
  try {
    if (one == nullptr) one = new Authority(context);
  } catch (const zmq::error_t& error) {
    return Status(StatusCode::kUnavailable, std::string("answer for handshakes: ") + error.what());
  }
  std::unique_ptr<CurveDomain> domain(new CurveDomain());
  domain->authority_ = one;
  domain->refused_ = std::make_shared<std::atomic<std::uint64_t>>(0);
  domain->name_ = one->Add({std::move(allowed), domain->refused_});
  return domain;
}

CurveDomain::~CurveDomain() { authority_->Remove(name_); }

}  // namespace sohoa
