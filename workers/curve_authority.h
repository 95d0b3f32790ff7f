// SPDX-License-Identifier: Apache-2.0
//
// The part of CURVE that is not a socket: making keys, and answering for handshakes (ZAP):
// a connection is let in only when its public key is in the allow-list of the server that it
// goes to. Without such an answer CURVE would let in anybody who has any key.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "core/result.h"
#include "workers/peer_keys.h"

namespace zmq {
class context_t;
}

namespace sohoa {

// kUnavailable: this build of the library has no CURVE.
Result<CurveKeys> NewCurveKeys();
// True when the public key belongs to the secret one.
bool IsKeyPair(const CurveKeys& keys);
// The 32 bytes behind 64 hexadecimal digits, and back.
std::string KeyBytes(const std::string& key);
std::string KeyDigits(std::string_view bytes);

// A server's own part of the authority, which is one for the process: from construction to
// destruction handshakes of domain `name()` are answered by `allowed`.
class CurveDomain {
 public:
  // kUnavailable: something else in this process answers for handshakes.
  static Result<std::unique_ptr<CurveDomain>> Open(zmq::context_t& context, std::shared_ptr<AllowList> allowed);
  ~CurveDomain();
  CurveDomain(const CurveDomain&) = delete;
  CurveDomain& operator=(const CurveDomain&) = delete;

  const std::string& name() const { return name_; }
  // Connections that were not let in.
  std::uint64_t refused() const { return *refused_; }

 private:
  class Authority;
  CurveDomain() = default;

  std::string name_;
  Authority* authority_ = nullptr;
  std::shared_ptr<std::atomic<std::uint64_t>> refused_;
};

}  // namespace sohoa
