// SPDX-License-Identifier: Apache-2.0
#include "stress/frame_proxy.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace sohoa {
namespace {

constexpr std::int64_t kOldMs = 5'000;
constexpr std::int64_t kIdleMs = 20'000;

}  // namespace

void FrameProxy::Road::Add(const std::string& peer, std::string bytes) {
  LinkWeather weather;
  std::uint32_t delay = 0;
  std::uint32_t second_delay = 0;
  bool doubled = false;
  {
    const std::lock_guard lock(proxy_.mutex_);
    weather = proxy_.weather_;
    if (proxy_.random_.Percent(weather.delay_percent)) delay = 1 + proxy_.random_.Below(weather.delay_ms + 1);
    doubled = proxy_.random_.Percent(weather.double_percent);
    second_delay = proxy_.random_.Below(weather.delay_ms + 1);
  }
  ++proxy_.counts_.frames;
  if (up_ ? weather.cut_up : weather.cut_down) {
    ++proxy_.counts_.lost;
    return;
  }
  const std::int64_t now = MonotonicMs();
  const std::lock_guard lock(mutex_);
  std::int64_t arrives = now;
  if (weather.bytes_per_second > 0) {
    free_ms_ = std::max(now, free_ms_) + static_cast<std::int64_t>(bytes.size() * 1'000 / weather.bytes_per_second);
    arrives = free_ms_;
  }
  if (delay > 0) ++proxy_.counts_.delayed;
  if (doubled) {
    ++proxy_.counts_.doubled;
    frames_.emplace(arrives + second_delay, Frame{peer, bytes});
  }
  frames_.emplace(arrives + delay, Frame{peer, std::move(bytes)});
}

template <typename Send>
void FrameProxy::Road::Deliver(const Send& send) {
  const std::lock_guard lock(mutex_);
  const std::int64_t now = MonotonicMs();
  for (auto frame = frames_.begin(); frame != frames_.end() && frame->first <= now;) {
    if (!send(frame->second.peer, frame->second.bytes)) {
      if (now - frame->first < kOldMs) return;
      ++proxy_.counts_.lost;
    }
    frame = frames_.erase(frame);
  }
}

std::int64_t FrameProxy::Road::WaitMs(std::int64_t most) {
  const std::lock_guard lock(mutex_);
  if (frames_.empty()) return most;
  return std::clamp<std::int64_t>(frames_.begin()->first - MonotonicMs(), 2, most);
}

FrameProxy::FrameProxy(const std::string& front, std::string back, std::uint64_t seed) : back_(std::move(back)), random_(seed) {
  Result<std::unique_ptr<ServerSocket>> socket = ServerSocket::Bind({front});
  if (!socket) {
    std::fprintf(stderr, "%s\n", socket.status().ToString().c_str());
    std::abort();
  }
  front_ = std::move(*socket);
  thread_ = std::jthread([this](std::stop_token stop) { RunFront(stop); });
}

FrameProxy::~FrameProxy() {
  thread_.request_stop();
  wake_.Wake();
  thread_.join();
  for (const auto& [peer, client] : clients_) {
    client->thread.request_stop();
    client->wake.Wake();
  }
  clients_.clear();
}

void FrameProxy::SetWeather(const LinkWeather& weather) {
  const std::lock_guard lock(mutex_);
  weather_ = weather;
}

void FrameProxy::RunFront(std::stop_token stop) {
  while (!stop.stop_requested()) {
    std::optional<PeerFrame> frame = front_->Receive(down_.WaitMs(100), wake_);
    for (int i = 0; frame && i < 64; ++i) {
      std::unique_ptr<Client>& client = clients_[frame->peer];
      if (client == nullptr) {
        client = std::make_unique<Client>(*this);
        client->thread =
            std::jthread([this, peer = frame->peer, own = client.get()](std::stop_token stopped) { RunClient(stopped, peer, *own); });
      }
      client->used_ms = MonotonicMs();
      client->up.Add(frame->peer, std::move(frame->bytes));
      client->wake.Wake();
      frame = front_->Receive(0, wake_);
    }
    // A peer that has gone does not come back under the same name, and must not hold up the others.
    down_.Deliver([this](const std::string& peer, const std::string& bytes) {
      if (!front_->Send(peer, bytes)) ++counts_.lost;
      return true;
    });
    std::erase_if(clients_, [](const auto& client) { return MonotonicMs() - client.second->used_ms > kIdleMs; });
  }
}

void FrameProxy::RunClient(std::stop_token stop, const std::string& peer, Client& client) {
  Result<std::unique_ptr<ClientSocket>> socket = ClientSocket::Connect(back_);
  if (!socket) return;
  while (!stop.stop_requested()) {
    client.up.Deliver([&socket](const std::string&, const std::string& bytes) { return (*socket)->Send(bytes); });
    std::optional<std::string> bytes = (*socket)->Receive(client.up.WaitMs(100), &client.wake);
    if (!bytes) continue;
    client.used_ms = MonotonicMs();
    down_.Add(peer, std::move(*bytes));
    wake_.Wake();
  }
}

}  // namespace sohoa
