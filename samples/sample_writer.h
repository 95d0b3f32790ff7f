// SPDX-License-Identifier: Apache-2.0
//
// SampleWriter: the pages of one drawn paper as one file with its truth beside it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "samples/sample_dossier.h"
#include "samples/sample_files.h"

namespace sohoa {

enum class SampleFileKind : std::uint8_t { kPng, kJpeg, kTiff, kPdf };

// Collects the pages of one document into one file, page by page: dossier/NAME, and
// truth/STEM.json, truth/STEM-PAGE.txt as they are ready.
class SampleWriter {
 public:
  SampleWriter(std::string name, SampleFileKind kind, const SampleFileSink& sink)
      : name_(std::move(name)), kind_(kind), sink_(sink) {}

  Status Add(SamplePage page);
  Status Finish(SampleTruth truth);

 private:
  std::string stem() const { return name_.substr(0, name_.rfind('.')); }

  std::string name_;
  SampleFileKind kind_;
  const SampleFileSink& sink_;
  SamplePdf pdf_;
  TiffFile tiff_;
  std::string single_;
  std::vector<SamplePageTruth> pages_;
};

}  // namespace sohoa
