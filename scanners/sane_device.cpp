// SPDX-License-Identifier: Apache-2.0
#include "scanners/sane_device.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <thread>
#include <utility>

#include <sane/sane.h>

namespace sohoa {
namespace {

static_assert(static_cast<int>(SaneOutcome::kAccessDenied) == SANE_STATUS_ACCESS_DENIED);
static_assert(static_cast<int>(SaneOutcome::kEndOfFrame) == SANE_STATUS_EOF);

SaneOutcome OutcomeOf(SANE_Status status) {
  // A status that is newer than the standard says no more than that it failed.
  if (status < SANE_STATUS_GOOD || static_cast<int>(status) > static_cast<int>(SaneOutcome::kWarmingUp)) return SaneOutcome::kIoError;
  return static_cast<SaneOutcome>(status);
}

// Backends with a reading thread of their own end it by asynchronous cancellation
// (sanei_thread.c of sane-backends 1.2.1). In its first moments it allocates memory; ended
// there, it leaves the allocator locked, and the whole process stands still. What has sent
// bytes is beyond that; of what has not, a busy machine may not have run the thread yet.
constexpr std::chrono::milliseconds kSettlingWithBytes(200);
constexpr std::chrono::milliseconds kSettlingWithout(1000);

// A call that takes longer does not come back by itself.
constexpr std::int64_t kStuckMs = 1000;

std::int64_t SteadyMs() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

// Of the SaneThread alone.
bool initialised = false;
int open_devices = 0;

Status EnsureInitialised() {
  if (initialised) return Status();
  const SANE_Status status = sane_init(nullptr, nullptr);
  if (status != SANE_STATUS_GOOD) return StatusOfOutcome(OutcomeOf(status), "start SANE");
  initialised = true;
  return Status();
}

double FromWord(SANE_Value_Type type, SANE_Word word) {
  return type == SANE_TYPE_FIXED ? SANE_UNFIX(word) : static_cast<double>(word);
}

SaneOption::Type TypeOf(SANE_Value_Type type) {
  switch (type) {
    case SANE_TYPE_BOOL: return SaneOption::Type::kBool;
    case SANE_TYPE_INT: return SaneOption::Type::kInt;
    case SANE_TYPE_FIXED: return SaneOption::Type::kFixed;
    case SANE_TYPE_STRING: return SaneOption::Type::kText;
    case SANE_TYPE_BUTTON: return SaneOption::Type::kButton;
    case SANE_TYPE_GROUP: break;
  }
  return SaneOption::Type::kGroup;
}

SaneOption Convert(int index, const SANE_Option_Descriptor& from) {
  SaneOption option;
  option.index = index;
  if (from.name != nullptr) option.name = from.name;
  option.type = TypeOf(from.type);
  option.usable = SANE_OPTION_IS_ACTIVE(from.cap) && SANE_OPTION_IS_SETTABLE(from.cap);
  option.single = option.type == SaneOption::Type::kText ||
                  option.type == SaneOption::Type::kButton || from.size == sizeof(SANE_Word);
  if (from.constraint_type == SANE_CONSTRAINT_STRING_LIST) {
    for (const SANE_String_Const* text = from.constraint.string_list; *text != nullptr; ++text) {
      option.choices.emplace_back(*text);
    }
  } else if (from.constraint_type == SANE_CONSTRAINT_WORD_LIST) {
    for (SANE_Word i = 1; i <= from.constraint.word_list[0]; ++i) {
      option.numbers.push_back(FromWord(from.type, from.constraint.word_list[i]));
    }
  } else if (from.constraint_type == SANE_CONSTRAINT_RANGE) {
    option.least = FromWord(from.type, from.constraint.range->min);
    option.most = FromWord(from.type, from.constraint.range->max);
  }
  return option;
}

std::string Shown(const char* text) { return text == nullptr ? std::string() : text; }

}  // namespace

Result<std::vector<SaneListing>> SaneDevice::List(ScannerReach reach) {
  if (open_devices == 0) ExitSane();
  const Status ready = EnsureInitialised();
  if (!ready.ok()) return ready;
  const SANE_Device** devices = nullptr;
  const SANE_Status status = sane_get_devices(&devices, reach == ScannerReach::kAttached ? SANE_TRUE : SANE_FALSE);
  if (status != SANE_STATUS_GOOD) return StatusOfOutcome(OutcomeOf(status), "list scanners");
  std::vector<SaneListing> listing;
  for (; devices != nullptr && *devices != nullptr; ++devices) {
    const SANE_Device& device = **devices;
    listing.push_back({Shown(device.name), Shown(device.vendor), Shown(device.model)});
  }
  return listing;
}

Result<std::unique_ptr<SaneDevice>> SaneDevice::Open(const std::string& name) {
  const Status ready = EnsureInitialised();
  if (!ready.ok()) return ready;
  SANE_Handle handle = nullptr;
  const SANE_Status status = sane_open(name.c_str(), &handle);
  if (status == SANE_STATUS_INVAL) {
    return Status(StatusCode::kNotFound, "open sane:" + name +
                                             ": there is no such scanner; see that it is on and "
                                             "plugged in, and that its name is one of those listed");
  }
  if (status != SANE_STATUS_GOOD) return StatusOfOutcome(OutcomeOf(status), "open sane:" + name);
  ++open_devices;
  return std::unique_ptr<SaneDevice>(new SaneDevice(name, handle));
}

void SaneDevice::ExitSane() {
  if (std::exchange(initialised, false)) sane_exit();
}

SaneDevice::~SaneDevice() {
  sane_close(handle_);
  --open_devices;
}

std::vector<SaneOption> SaneDevice::Options() const {
  std::vector<SaneOption> options;
  SANE_Int count = 0;
  if (sane_get_option_descriptor(handle_, 0) == nullptr ||
      sane_control_option(handle_, 0, SANE_ACTION_GET_VALUE, &count, nullptr) != SANE_STATUS_GOOD) {
    return options;
  }
  for (SANE_Int i = 1; i < count; ++i) {
    const SANE_Option_Descriptor* descriptor = sane_get_option_descriptor(handle_, i);
    if (descriptor != nullptr) options.push_back(Convert(i, *descriptor));
  }
  return options;
}

Status SaneDevice::Set(const SaneOption& option, void* value, const std::string& shown) {
  const SANE_Status status =
      sane_control_option(handle_, option.index, SANE_ACTION_SET_VALUE, value, nullptr);
  if (status == SANE_STATUS_GOOD) return Status();
  const std::string operation = "set " + option.name + "=" + shown + " of sane:" + name_;
  if (status == SANE_STATUS_INVAL) {
    return Status(StatusCode::kInvalidArgument, operation + ": the scanner refuses this value");
  }
  return StatusOfOutcome(OutcomeOf(status), operation);
}

Status SaneDevice::SetText(const SaneOption& option, const std::string& value) {
  const SANE_Option_Descriptor* descriptor = sane_get_option_descriptor(handle_, option.index);
  const auto room = descriptor == nullptr ? 0 : static_cast<std::size_t>(descriptor->size);
  if (value.size() + 1 > room) {
    return Status(StatusCode::kInvalidArgument, "set " + option.name + " of sane:" + name_ +
                                                    ": the value is too long for the scanner");
  }
  std::vector<char> buffer(room, '\0');
  std::copy(value.begin(), value.end(), buffer.begin());
  return Set(option, buffer.data(), value);
}

Status SaneDevice::SetNumber(const SaneOption& option, double value) {
  const bool fixed = option.type == SaneOption::Type::kFixed;
  const double limit = fixed ? 32767.0 : std::numeric_limits<SANE_Word>::max();
  const double clamped = std::clamp(value, -limit, limit);
  SANE_Word word = fixed ? SANE_FIX(clamped) : static_cast<SANE_Word>(clamped);
  return Set(option, &word, std::to_string(value));
}

Status SaneDevice::Press(const SaneOption& button) {
  SANE_Word unused = 0;
  return Set(button, &unused, "");
}

std::optional<double> SaneDevice::Number(const SaneOption& option) const {
  const bool fixed = option.type == SaneOption::Type::kFixed;
  SANE_Word word = 0;
  if (!option.single || option.type == SaneOption::Type::kText ||
      sane_control_option(handle_, option.index, SANE_ACTION_GET_VALUE, &word, nullptr) !=
          SANE_STATUS_GOOD) {
    return std::nullopt;
  }
  return fixed ? SANE_UNFIX(word) : static_cast<double>(word);
}

SaneOutcome SaneDevice::StartFrame() {
  in_device_since_ = SteadyMs();
  const SaneOutcome begun = OutcomeOf(sane_start(handle_));
  in_device_since_ = 0;
  if (begun == SaneOutcome::kGood) settled_ = std::chrono::steady_clock::now() + kSettlingWithout;
  return begun;
}

Result<SaneFrame> SaneDevice::Frame() const {
  const std::string operation = "scan on sane:" + name_;
  SANE_Parameters from = {};
  const SANE_Status status = sane_get_parameters(handle_, &from);
  if (status != SANE_STATUS_GOOD) return StatusOfOutcome(OutcomeOf(status), operation);
  constexpr std::array kKinds = {SaneFrame::Kind::kGray, SaneFrame::Kind::kRgb,
                                 SaneFrame::Kind::kRed, SaneFrame::Kind::kGreen,
                                 SaneFrame::Kind::kBlue};
  const auto kind = static_cast<std::size_t>(from.format);
  if (kind >= kKinds.size() || (from.depth != 1 && from.depth != 8 && from.depth != 16)) {
    return Status(StatusCode::kUnsupported,
                  operation + ": the scanner sends a kind of image that SANE 1.0 does not have; "
                              "choose another mode or depth");
  }
  if (from.pixels_per_line <= 0 || from.bytes_per_line <= 0) {
    return Status(StatusCode::kBadInput, operation + ": the image has no width; set a larger area");
  }
  SaneFrame frame;
  frame.kind = kKinds[kind];
  frame.last = from.last_frame == SANE_TRUE;
  frame.bytes_per_line = static_cast<std::size_t>(from.bytes_per_line);
  frame.width = static_cast<std::uint32_t>(from.pixels_per_line);
  frame.lines = from.lines > 0 ? from.lines : -1;
  frame.depth = from.depth;
  return frame;
}

SaneDevice::ReadBytes SaneDevice::Read(std::span<std::uint8_t> buffer) {
  SANE_Int length = 0;
  in_device_since_ = SteadyMs();
  const SANE_Status status =
      sane_read(handle_, buffer.data(), static_cast<SANE_Int>(buffer.size()), &length);
  in_device_since_ = 0;
  const auto now = std::chrono::steady_clock::now();
  if (status != SANE_STATUS_GOOD) {
    settled_ = now;
  } else if (length > 0) {
    settled_ = std::min(settled_, now + kSettlingWithBytes);
  }
  return {OutcomeOf(status), static_cast<std::size_t>(std::max(length, 0))};
}

void SaneDevice::Cancel() {
  std::this_thread::sleep_until(settled_);
  const std::lock_guard lock(cancelling_);
  sane_cancel(handle_);
}

void SaneDevice::Interrupt() {
  const std::lock_guard lock(cancelling_);
  const std::int64_t now = SteadyMs();
  std::int64_t since = in_device_since_;
  if (since == 0 || now - since < kStuckMs) return;
  // It has as long again to come back.
  if (in_device_since_.compare_exchange_strong(since, now)) sane_cancel(handle_);
}

}  // namespace sohoa
