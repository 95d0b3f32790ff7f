// SPDX-License-Identifier: Apache-2.0
//
// A SANE backend, loaded by SANE itself, for what its own `test` backend cannot do: a duplex
// feeder, sheets that run out, and a device that fails once or hangs in the middle of a page.
// Pages are WIDTH x HEIGHT gray, and every pixel is the number of the page, but for the second
// row, which tells how the options stand (Option from kSource on, one a pixel).
//
// Device 0 scans both sides by its source, device 1 by an option of its own. While the variable
// SOHOA_SIMULATOR_GONE is in the environment neither is there.
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>

#include <sane/sane.h>

namespace {

constexpr SANE_Int kWidth = 40;
constexpr SANE_Int kHeight = 30;
constexpr SANE_Int kSheets = 3;  // in the feeder at first

SANE_String_Const kSources[] = {"Flatbed", "ADF", "ADF Duplex", nullptr};
SANE_String_Const kPlainSources[] = {"Flatbed", "ADF", nullptr};
SANE_String_Const kFaults[] = {"none",      "empty",       "jam-once",    "busy-once", "short",
                               "extra-bytes", "hang",      "jam-back",    "double-feed", "cover-once",
                               "warming-once", "io-once",  "filled",      "slow-cancel", nullptr};
SANE_String_Const kModes[] = {"Lineart", "Gray", nullptr};
const SANE_Word kResolutions[] = {3, 150, 300, 600};
const SANE_Range kPercent = {-50, 50, 0};

enum Option : SANE_Int {
  kCount, kSource, kResolution, kFault, kMode, kBothSides, kThickness, kLength, kBrightness, kSensor, kOptions
};

SANE_Option_Descriptor MakeOption(SANE_String_Const name, SANE_Value_Type type, SANE_Int cap) {
  SANE_Option_Descriptor option = {};
  option.name = option.title = option.desc = name;
  option.type = type;
  option.size = type == SANE_TYPE_STRING ? 32 : static_cast<SANE_Int>(sizeof(SANE_Word));
  option.cap = SANE_CAP_SOFT_DETECT | cap;
  return option;
}

SANE_Option_Descriptor TextOption(SANE_String_Const name, const SANE_String_Const* choices) {
  SANE_Option_Descriptor option = MakeOption(name, SANE_TYPE_STRING, SANE_CAP_SOFT_SELECT);
  option.constraint_type = SANE_CONSTRAINT_STRING_LIST;
  option.constraint.string_list = choices;
  return option;
}

SANE_Option_Descriptor ResolutionOption() {
  SANE_Option_Descriptor option = MakeOption("resolution", SANE_TYPE_INT, SANE_CAP_SOFT_SELECT);
  option.constraint_type = SANE_CONSTRAINT_WORD_LIST;
  option.constraint.word_list = kResolutions;
  return option;
}

SANE_Option_Descriptor BrightnessOption() {
  SANE_Option_Descriptor option = MakeOption("brightness", SANE_TYPE_INT, SANE_CAP_SOFT_SELECT);
  option.constraint_type = SANE_CONSTRAINT_RANGE;
  option.constraint.range = &kPercent;
  return option;
}

bool IsGone() { return std::getenv("SOHOA_SIMULATOR_GONE") != nullptr; }

struct Simulator {
  explicit Simulator(bool plain)
      : descriptors{MakeOption("", SANE_TYPE_INT, 0),
                    TextOption("source", plain ? kPlainSources : kSources),
                    ResolutionOption(),
                    TextOption("fault", kFaults),
                    TextOption("mode", kModes),
                    MakeOption(plain ? "duplex" : "not-here-1", SANE_TYPE_BOOL, SANE_CAP_SOFT_SELECT),
                    MakeOption(plain ? "df-thickness" : "not-here-2", SANE_TYPE_BOOL, SANE_CAP_SOFT_SELECT),
                    MakeOption(plain ? "ald" : "not-here-3", SANE_TYPE_BOOL, SANE_CAP_SOFT_SELECT),
                    BrightnessOption(),
                    MakeOption("double-feed", SANE_TYPE_BOOL, 0)} {}

  SANE_Option_Descriptor descriptors[kOptions];
  std::string texts[kOptions] = {"", "Flatbed", "", "none", "Gray"};
  SANE_Word numbers[kOptions] = {kOptions, 0, 150};
  SANE_Int sides_left = kSheets;
  SANE_Int page = 0;
  SANE_Int sent = 0;
  bool failed_once = false;
  std::atomic<bool> cancelled{false};
  std::atomic<bool> cancelling{false};
  std::atomic<bool> broken{false};  // by a second call while it was being cancelled

  bool Fault(const char* name) const { return texts[kFault] == name; }
  bool Duplex() const { return texts[kSource] == "ADF Duplex" || numbers[kBothSides] != 0; }
  bool FailsNow(const char* name) {
    if (!Fault(name) || failed_once) return false;
    failed_once = true;
    return true;
  }
  // A jammed sheet goes in again.
  SANE_Status Jam() {
    const SANE_Int lost = Duplex() && page % 2 == 0 ? 2 : 1;
    page -= lost;
    sides_left += lost;
    return SANE_STATUS_JAMMED;
  }
  SANE_Byte At(SANE_Int offset) const {
    if (Fault("filled") && page == 2 && offset >= 20 * kWidth) return 128;
    const SANE_Int option = kSource + offset - kWidth;
    if (option < kSource || option >= kOptions) return static_cast<SANE_Byte>(page);
    if (descriptors[option].type == SANE_TYPE_STRING) return static_cast<SANE_Byte>(texts[option][0]);
    return static_cast<SANE_Byte>(numbers[option]);
  }
};

Simulator& Of(SANE_Handle handle) { return *static_cast<Simulator*>(handle); }

}  // namespace

extern "C" {

SANE_Status sane_simulator_init(SANE_Int* version, SANE_Auth_Callback) {
  if (version != nullptr) *version = SANE_VERSION_CODE(1, 0, 1);
  return SANE_STATUS_GOOD;
}

void sane_simulator_exit() {}

SANE_Status sane_simulator_get_devices(const SANE_Device*** list, SANE_Bool local_only) {
  static const SANE_Device attached = {"0", "Sohoa", "Simulator", "sheetfed scanner"};
  static const SANE_Device remote = {"1", "Sohoa", "Network simulator", "sheetfed scanner"};
  static const SANE_Device* devices[3];
  devices[0] = IsGone() ? nullptr : &attached;
  devices[1] = local_only == SANE_TRUE ? nullptr : &remote;
  *list = devices;
  return SANE_STATUS_GOOD;
}

SANE_Status sane_simulator_open(SANE_String_Const name, SANE_Handle* handle) {
  const bool plain = std::strcmp(name, "1") == 0;
  if (IsGone() || (!plain && std::strcmp(name, "0") != 0)) return SANE_STATUS_INVAL;
  *handle = new Simulator(plain);
  return SANE_STATUS_GOOD;
}

void sane_simulator_close(SANE_Handle handle) { delete &Of(handle); }

const SANE_Option_Descriptor* sane_simulator_get_option_descriptor(SANE_Handle handle,
                                                                   SANE_Int option) {
  return option >= 0 && option < kOptions ? &Of(handle).descriptors[option] : nullptr;
}

SANE_Status sane_simulator_control_option(SANE_Handle handle, SANE_Int option, SANE_Action action,
                                          void* value, SANE_Int*) {
  Simulator& simulator = Of(handle);
  const bool text = simulator.descriptors[option].type == SANE_TYPE_STRING;
  if (action == SANE_ACTION_GET_VALUE) {
    if (text) {
      std::strcpy(static_cast<char*>(value), simulator.texts[option].c_str());
    } else {
      *static_cast<SANE_Word*>(value) = simulator.numbers[option];
    }
    return SANE_STATUS_GOOD;
  }
  if (action != SANE_ACTION_SET_VALUE) return SANE_STATUS_UNSUPPORTED;
  if (text) {
    simulator.texts[option] = static_cast<const char*>(value);
  } else {
    simulator.numbers[option] = *static_cast<SANE_Word*>(value);
  }
  simulator.sides_left = simulator.Duplex() ? 2 * kSheets : kSheets;
  if (simulator.Fault("empty")) simulator.sides_left = 0;
  return SANE_STATUS_GOOD;
}

SANE_Status sane_simulator_get_parameters(SANE_Handle, SANE_Parameters* parameters) {
  *parameters = {SANE_FRAME_GRAY, SANE_TRUE, kWidth, kWidth, kHeight, 8};
  return SANE_STATUS_GOOD;
}

SANE_Status sane_simulator_start(SANE_Handle handle) {
  Simulator& simulator = Of(handle);
  if (IsGone()) return SANE_STATUS_IO_ERROR;
  if (simulator.broken) return SANE_STATUS_COVER_OPEN;
  if (simulator.FailsNow("busy-once")) return SANE_STATUS_DEVICE_BUSY;
  // As SANE 1.1 has it.
  if (simulator.FailsNow("warming-once")) return static_cast<SANE_Status>(12);
  if (simulator.texts[kSource] != "Flatbed" && simulator.sides_left-- <= 0) {
    simulator.sides_left = 0;
    return SANE_STATUS_NO_DOCS;
  }
  ++simulator.page;
  simulator.sent = 0;
  simulator.cancelled = false;
  return SANE_STATUS_GOOD;
}

SANE_Status sane_simulator_read(SANE_Handle handle, SANE_Byte* data, SANE_Int most,
                                SANE_Int* length) {
  Simulator& simulator = Of(handle);
  *length = 0;
  SANE_Int total = kWidth * kHeight;
  if (simulator.Fault("short") && simulator.page == 2) total -= 1;
  if (simulator.Fault("extra-bytes") && simulator.page == 2) total += 1;
  if (IsGone()) return SANE_STATUS_IO_ERROR;
  if (simulator.sent > 0 && simulator.page == 4 && simulator.FailsNow("jam-back")) return simulator.Jam();
  if (simulator.sent > 0 && simulator.page == 2) {
    if (simulator.FailsNow("jam-once")) return simulator.Jam();
    if (simulator.FailsNow("double-feed")) {
      simulator.numbers[kSensor] = 1;
      return simulator.Jam();
    }
    if (simulator.FailsNow("cover-once")) {
      simulator.Jam();
      return SANE_STATUS_COVER_OPEN;
    }
    if (simulator.FailsNow("io-once")) return SANE_STATUS_IO_ERROR;
    while (simulator.Fault("hang") && !simulator.cancelled) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  // A byte at a time, and never the last: it goes on until somebody cancels it.
  if (simulator.Fault("slow-cancel") && simulator.page == 2) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    most = 1;
    if (simulator.sent + 1 == total) --simulator.sent;
  }
  // As the real ones do: a cancelled page ends like a whole one.
  if (simulator.cancelled || simulator.sent == total) return SANE_STATUS_EOF;
  *length = total - simulator.sent;
  if (*length > 500) *length = 500;
  if (*length > most) *length = most;
  for (SANE_Int i = 0; i < *length; ++i) data[i] = simulator.At(simulator.sent++);
  return SANE_STATUS_GOOD;
}

void sane_simulator_cancel(SANE_Handle handle) {
  Simulator& simulator = Of(handle);
  if (simulator.cancelling.exchange(true)) simulator.broken = true;
  simulator.cancelled = true;
  if (simulator.Fault("slow-cancel") && simulator.page == 2) std::this_thread::sleep_for(std::chrono::milliseconds(1200));
  simulator.cancelling = false;
}
SANE_Status sane_simulator_set_io_mode(SANE_Handle, SANE_Bool) { return SANE_STATUS_UNSUPPORTED; }
SANE_Status sane_simulator_get_select_fd(SANE_Handle, SANE_Int*) {
  return SANE_STATUS_UNSUPPORTED;
}

}  // extern "C"
