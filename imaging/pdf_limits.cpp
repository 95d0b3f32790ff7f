// SPDX-License-Identifier: Apache-2.0
#include "imaging/pdf_limits.h"

#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

namespace sohoa {
namespace {

constexpr int kMostTreeDepth = 64;

// Takes bytes up to a limit, and ends whatever sends more.
class LimitedPipeline final : public Pipeline {
 public:
  explicit LimitedPipeline(std::uint64_t most) : Pipeline("limit", nullptr), most_(most) {}

  void write(unsigned char const* data, size_t length) override {
    if (over_ || length > most_ - bytes_.size()) {
      over_ = true;
      throw std::runtime_error("over the limit");  // qpdf stops decoding
    }
    bytes_.append(reinterpret_cast<const char*>(data), length);
  }
  void finish() override {}

  bool over() const { return over_; }
  std::string Take() { return std::move(bytes_); }

 private:
  const std::uint64_t most_;
  std::string bytes_;
  bool over_ = false;
};

Result<std::string> Taken(LimitedPipeline& pipeline, std::uint64_t& most) {
  if (pipeline.over()) {
    return Status(StatusCode::kResourceLimit, "a PDF stream holds far more than a page needs");
  }
  std::string bytes = pipeline.Take();
  most -= bytes.size();
  return bytes;
}

}  // namespace

Status CheckPageTree(QPDF& pdf, std::uint32_t most) {
  std::set<QPDFObjGen> seen;
  std::vector<std::pair<QPDFObjectHandle, int>> open{{pdf.getRoot().getKey("/Pages"), 0}};
  std::uint64_t pages = 0;
  while (!open.empty()) {
    const auto [node, depth] = open.back();
    open.pop_back();
    QPDFObjectHandle handle = node;
    if (!handle.isDictionary() || (handle.isIndirect() && !seen.insert(handle.getObjGen()).second)) continue;
    if (depth > kMostTreeDepth) return Status(StatusCode::kResourceLimit, "PDF has a page tree without end");
    QPDFObjectHandle kids = handle.getKey("/Kids");
    if (!kids.isArray()) continue;
    for (int i = 0; i < kids.getArrayNItems(); ++i) {
      QPDFObjectHandle kid = kids.getArrayItem(i);
      const bool inner = kid.isDictionary() && kid.hasKey("/Kids");
      if (inner) open.emplace_back(kid, depth + 1);
      if (!inner && ++pages > most) {
        return Status(StatusCode::kResourceLimit, "PDF has more than " + std::to_string(most) + " pages; split the file");
      }
    }
  }
  return Status();
}

Result<std::string> DecodeStream(QPDFObjectHandle& stream, std::uint64_t& most) {
  LimitedPipeline pipeline(most);
  bool filtered = false;
  const bool whole = stream.pipeStreamData(&pipeline, &filtered, 0, qpdf_dl_generalized, true, false);
  if (!whole && !pipeline.over()) throw std::runtime_error("stream cannot be decoded");
  return Taken(pipeline, most);
}

Result<std::string> DecodeContents(QPDFPageObjectHelper& page, std::uint64_t& most) {
  LimitedPipeline pipeline(most);
  try {
    page.pipeContents(&pipeline);
  } catch (const std::exception&) {
    if (!pipeline.over()) throw;
  }
  return Taken(pipeline, most);
}

}  // namespace sohoa
