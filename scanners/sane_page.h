// SPDX-License-Identifier: Apache-2.0
//
// One page out of a SANE device: its frames from the first byte to the last.
#pragma once

#include <atomic>
#include <string>

#include "scanners/sane_device.h"
#include "scanners/scanned_page.h"

namespace sohoa {

// How it ended.
struct SanePageEnd {
  // kGood: all of it is there. kNoDocuments: there was no sheet. kEndOfFrame: it broke off.
  SaneOutcome outcome = SaneOutcome::kGood;
  Status status;  // ok for kGood alone
};

// `operation` begins messages. Ends soon when `cancelled` is set. On the SaneThread; the caller
// cancels the device where its page or run of pages is over.
SanePageEnd TakeSanePage(SaneDevice& device, ScannedPage& page, const std::string& operation,
                         const std::atomic<bool>& cancelled);

}  // namespace sohoa
