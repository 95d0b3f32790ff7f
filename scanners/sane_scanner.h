// SPDX-License-Identifier: Apache-2.0
//
// "sane:NAME": a scanner that SANE drives (SANE Standard 1.06). Pages come as PNG files with
// the samples as they were scanned and the resolution the device used.
//
// From a feeder Next() gives pages until it is empty; from a flatbed one page, or as many as
// `sheets` says, one at each call. With duplex a sheet is two pages. A feeder that is empty
// from the start is kUnavailable: put paper in and call again. Pages live nowhere but in what
// Next() gave, so Release() has nothing to do. What has begun is ended by Cancel() within a
// second where the device answers at all.
//
// A device that does not answer is looked for: where it is gone, each further Next() opens it
// again, sets it up as Start() did, and goes on at the same sheet. Scanners that a network
// driver leads (airscan, escl) may say that the feeder is empty when they lost their job: they
// are asked once more.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scanners/scanner.h"

namespace sohoa {

std::unique_ptr<Scanner> NewSaneScanner(const std::string& name);
Result<std::vector<ScannerDescription>> ListSaneScanners(ScannerReach reach);

}  // namespace sohoa
