// SPDX-License-Identifier: Apache-2.0
//
// A SANE backend, loaded by SANE itself, for what its own `test` backend cannot do: a duplex
// feeder, sheets that run out, and a device that fails once or hangs in the middle of a page.
// Pages are WIDTH x HEIGHT gray, and every pixel is the number of the page.
#include <atomic>
#include <chrono>
#include <cstring>
#include <string>
#include <thread>

#include <sane/sane.h>

namespace {

constexpr SANE_Int kWidth = 40;
constexpr SANE_Int kHeight = 30;
constexpr SANE_Int kSheets = 3;  // in the feeder at first

SANE_String_Const kSources[] = {"Flatbed", "ADF", "ADF Duplex", nullptr};
SANE_String_Const kFaults[] = {"none",  "empty",       "jam-once", "busy-once",
                               "short", "extra-bytes", "hang",     nullptr};
const SANE_Word kResolutions[] = {3, 150, 300, 600};

enum Option : SANE_Int { kCount, kSource, kResolution, kFault, kOptions };

SANE_Option_Descriptor TextOption(SANE_String_Const name, const SANE_String_Const* choices) {
  SANE_Option_Descriptor option = {};
  option.name = option.title = option.desc = name;
  option.type = SANE_TYPE_STRING;
  option.size = 32;
  option.cap = SANE_CAP_SOFT_SELECT | SANE_CAP_SOFT_DETECT;
  option.constraint_type = SANE_CONSTRAINT_STRING_LIST;
  option.constraint.string_list = choices;
  return option;
}

SANE_Option_Descriptor NumberOption(SANE_String_Const name, const SANE_Word* choices) {
  SANE_Option_Descriptor option = {};
  option.name = option.title = option.desc = name;
  option.type = SANE_TYPE_INT;
  option.size = sizeof(SANE_Word);
  option.cap = SANE_CAP_SOFT_DETECT | (choices == nullptr ? 0 : SANE_CAP_SOFT_SELECT);
  option.constraint_type = choices == nullptr ? SANE_CONSTRAINT_NONE : SANE_CONSTRAINT_WORD_LIST;
  option.constraint.word_list = choices;
  return option;
}

struct Simulator {
  const SANE_Option_Descriptor descriptors[kOptions] = {
      NumberOption("", nullptr), TextOption("source", kSources),
      NumberOption("resolution", kResolutions), TextOption("fault", kFaults)};
  std::string texts[kOptions] = {"", "Flatbed", "", "none"};
  SANE_Word resolution = 150;
  SANE_Int sides_left = kSheets;
  SANE_Int page = 0;
  SANE_Int sent = 0;
  bool failed_once = false;
  std::atomic<bool> cancelled{false};

  bool Fault(const char* name) const { return texts[kFault] == name; }
};

Simulator& Of(SANE_Handle handle) { return *static_cast<Simulator*>(handle); }

}  // namespace

extern "C" {

SANE_Status sane_simulator_init(SANE_Int* version, SANE_Auth_Callback) {
  if (version != nullptr) *version = SANE_VERSION_CODE(1, 0, 1);
  return SANE_STATUS_GOOD;
}

void sane_simulator_exit() {}

SANE_Status sane_simulator_get_devices(const SANE_Device*** list, SANE_Bool) {
  static const SANE_Device device = {"0", "Sohoa", "Simulator", "sheetfed scanner"};
  static const SANE_Device* devices[] = {&device, nullptr};
  *list = devices;
  return SANE_STATUS_GOOD;
}

SANE_Status sane_simulator_open(SANE_String_Const name, SANE_Handle* handle) {
  if (std::strcmp(name, "0") != 0) return SANE_STATUS_INVAL;
  *handle = new Simulator;
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
  const bool text = option == kSource || option == kFault;
  if (action == SANE_ACTION_GET_VALUE) {
    if (text) {
      std::strcpy(static_cast<char*>(value), simulator.texts[option].c_str());
    } else {
      *static_cast<SANE_Word*>(value) = option == kCount ? kOptions : simulator.resolution;
    }
    return SANE_STATUS_GOOD;
  }
  if (action != SANE_ACTION_SET_VALUE) return SANE_STATUS_UNSUPPORTED;
  if (text) {
    simulator.texts[option] = static_cast<const char*>(value);
  } else {
    simulator.resolution = *static_cast<SANE_Word*>(value);
  }
  simulator.sides_left = simulator.texts[kSource] == "ADF Duplex" ? 2 * kSheets : kSheets;
  if (simulator.Fault("empty")) simulator.sides_left = 0;
  return SANE_STATUS_GOOD;
}

SANE_Status sane_simulator_get_parameters(SANE_Handle, SANE_Parameters* parameters) {
  *parameters = {SANE_FRAME_GRAY, SANE_TRUE, kWidth, kWidth, kHeight, 8};
  return SANE_STATUS_GOOD;
}

SANE_Status sane_simulator_start(SANE_Handle handle) {
  Simulator& simulator = Of(handle);
  if (simulator.Fault("busy-once") && !simulator.failed_once) {
    simulator.failed_once = true;
    return SANE_STATUS_DEVICE_BUSY;
  }
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
  if (simulator.sent > 0 && simulator.page == 2) {
    if (simulator.Fault("jam-once") && !simulator.failed_once) {
      simulator.failed_once = true;
      --simulator.page;  // the sheet goes in again
      ++simulator.sides_left;
      return SANE_STATUS_JAMMED;
    }
    while (simulator.Fault("hang") && !simulator.cancelled) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  // As the real ones do: a cancelled page ends like a whole one.
  if (simulator.cancelled || simulator.sent == total) return SANE_STATUS_EOF;
  *length = total - simulator.sent;
  if (*length > 500) *length = 500;
  if (*length > most) *length = most;
  std::memset(data, simulator.page, static_cast<std::size_t>(*length));
  simulator.sent += *length;
  return SANE_STATUS_GOOD;
}

void sane_simulator_cancel(SANE_Handle handle) { Of(handle).cancelled = true; }
SANE_Status sane_simulator_set_io_mode(SANE_Handle, SANE_Bool) { return SANE_STATUS_UNSUPPORTED; }
SANE_Status sane_simulator_get_select_fd(SANE_Handle, SANE_Int*) {
  return SANE_STATUS_UNSUPPORTED;
}

}  // extern "C"
