// SPDX-License-Identifier: Apache-2.0
//
// PageImaging in this process, on libvips, qpdf, Leptonica, OpenCV and ZXing. It decodes
// hostile bytes: outside tests only sohoa-reader, which jails itself, links it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/status.h"
#include "imaging/page_imaging.h"

namespace sohoa {

// Once a process, before any other use and before a jail closes the file system: starts the
// libraries with one thread and no cache, and puts one built-in page of each kind through
// decode, prepare and encode, so that whatever they load lazily is loaded.
// kInternal, naming the kind, where that fails.
Status InitImaging();

// Folders whose files are read while pages are: fonts that a PDF names and does not hold, and
// the tables of its character codes. After InitImaging.
std::vector<std::string> FoldersReadLater();

std::unique_ptr<PageImaging> NewLocalPageImaging(const ImagingLimits& limits);

}  // namespace sohoa
