// SPDX-License-Identifier: Apache-2.0
//
// FrameProxy: a bad network between clients and a coordinator. It takes their frames, each
// client's over a connection of its own to the coordinator, and loses, doubles, delays and
// thereby reorders them as it is told.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "stress/dossier_plan.h"
#include "workers/socket.h"

namespace sohoa {

struct LinkWeather {
  double double_percent = 0;
  double delay_percent = 0;
  std::uint32_t delay_ms = 0;          // at most
  std::uint64_t bytes_per_second = 0;  // 0 = as fast as it goes
  bool cut_up = false;                 // to the coordinator nothing arrives
  bool cut_down = false;               // from it
};

struct ProxyCounts {
  std::atomic<std::uint64_t> frames{0};
  std::atomic<std::uint64_t> doubled{0};
  std::atomic<std::uint64_t> delayed{0};
  std::atomic<std::uint64_t> lost{0};
};

class FrameProxy {
 public:
  FrameProxy(const std::string& front, std::string back, std::uint64_t seed);
  ~FrameProxy();
  FrameProxy(const FrameProxy&) = delete;
  FrameProxy& operator=(const FrameProxy&) = delete;

  void SetWeather(const LinkWeather& weather);
  const ProxyCounts& counts() const { return counts_; }

 private:
  // Frames on their way in one direction, by when they arrive.
  class Road {
   public:
    Road(FrameProxy& proxy, bool up) : proxy_(proxy), up_(up) {}
    void Add(const std::string& peer, std::string bytes);
    // Hands on what has arrived; what `send` cannot take stays, and is lost when it is old.
    template <typename Send>
    void Deliver(const Send& send);
    std::int64_t WaitMs(std::int64_t most);

   private:
    struct Frame {
      std::string peer;
      std::string bytes;
    };
    FrameProxy& proxy_;
    const bool up_;
    std::mutex mutex_;
    std::int64_t free_ms_ = 0;
    std::multimap<std::int64_t, Frame> frames_;
  };
  struct Client {
    explicit Client(FrameProxy& proxy) : up(proxy, true) {}
    Road up;
    WakeSignal wake;
    std::atomic<std::int64_t> used_ms{0};
    std::jthread thread;
  };

  void RunFront(std::stop_token stop);
  void RunClient(std::stop_token stop, const std::string& peer, Client& client);

  const std::string back_;
  ProxyCounts counts_;
  std::mutex mutex_;
  LinkWeather weather_;
  PlanRandom random_;
  WakeSignal wake_;
  Road down_{*this, false};
  std::unique_ptr<ServerSocket> front_;
  std::map<std::string, std::unique_ptr<Client>> clients_;
  std::jthread thread_;
};

}  // namespace sohoa
