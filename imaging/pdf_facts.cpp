// SPDX-License-Identifier: Apache-2.0
#include "imaging/pdf_facts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <vector>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

namespace sohoa {
namespace {

// Drawings within drawings; real scans have none or one.
constexpr int kMaximalFormDepth = 3;
// Operands before an operator; real content has at most a handful.
constexpr std::size_t kMaximalOperands = 64;
// An image that covers less of its page is a logo, not a scan.
constexpr double kScanCoverage = 0.5;

// a b c d e f of a PDF transformation.
using Matrix = std::array<double, 6>;

Matrix Multiply(const Matrix& m, const Matrix& n) {
  return {m[0] * n[0] + m[1] * n[2],        m[0] * n[1] + m[1] * n[3],
          m[2] * n[0] + m[3] * n[2],        m[2] * n[1] + m[3] * n[3],
          m[4] * n[0] + m[5] * n[2] + n[4], m[4] * n[1] + m[5] * n[3] + n[5]};
}

Matrix MatrixOf(const std::vector<QPDFObjectHandle>& operands, std::size_t first) {
  Matrix matrix{1, 0, 0, 1, 0, 0};
  for (std::size_t i = 0; i < 6; ++i) {
    QPDFObjectHandle operand = operands[first + i];
    if (operand.isNumber()) matrix[i] = operand.getNumericValue();
  }
  return matrix;
}

struct LargestImage {
  double area = 0;  // square points
  double dpi = 0;
  bool bitonal = false;
};

// Follows the transformation to each image that is drawn.
class ImageFinder : public QPDFObjectHandle::ParserCallbacks {
 public:
  ImageFinder(QPDFObjectHandle resources, Matrix matrix, int depth, LargestImage& largest)
      : resources_(std::move(resources)), matrix_(matrix), depth_(depth), largest_(largest) {}

  void handleObject(QPDFObjectHandle object, size_t, size_t) override {
    if (!object.isOperator()) {
      if (operands_.size() < kMaximalOperands) operands_.push_back(object);
      return;
    }
    Run(object.getOperatorValue());
    operands_.clear();
  }
  void handleEOF() override {}

 private:
  void Run(const std::string& name) {
    if (name == "q" && stack_.size() < 256) stack_.push_back(matrix_);
    if (name == "Q" && !stack_.empty()) {
      matrix_ = stack_.back();
      stack_.pop_back();
    }
    if (name == "cm" && operands_.size() >= 6) matrix_ = Multiply(MatrixOf(operands_, operands_.size() - 6), matrix_);
    if (name == "Do" && !operands_.empty() && operands_.back().isName()) Draw(operands_.back().getName());
  }

  void Draw(const std::string& name) {
    QPDFObjectHandle objects = resources_.isDictionary() ? resources_.getKey("/XObject") : QPDFObjectHandle();
    QPDFObjectHandle drawn = objects.isInitialized() && objects.isDictionary() ? objects.getKey(name) : QPDFObjectHandle();
    if (!drawn.isInitialized() || !drawn.isStream()) return;
    QPDFObjectHandle dictionary = drawn.getDict();
    QPDFObjectHandle subtype = dictionary.getKey("/Subtype");
    if (subtype.isNameAndEquals("/Image")) return Measure(dictionary);
    if (!subtype.isNameAndEquals("/Form") || depth_ >= kMaximalFormDepth) return;
    Matrix matrix = matrix_;
    QPDFObjectHandle own = dictionary.getKey("/Matrix");
    if (own.isArray() && own.getArrayNItems() == 6) matrix = Multiply(MatrixOf(own.getArrayAsVector(), 0), matrix_);
    QPDFObjectHandle resources = dictionary.getKey("/Resources");
    ImageFinder inner(resources.isDictionary() ? resources : resources_, matrix, depth_ + 1, largest_);
    drawn.parseAsContents(&inner);
  }

  void Measure(QPDFObjectHandle image) {
    const double width = std::hypot(matrix_[0], matrix_[1]);
    const double height = std::hypot(matrix_[2], matrix_[3]);
    const double area = width * height;
    QPDFObjectHandle pixels = image.getKey("/Width");
    if (area <= largest_.area || width <= 0 || !pixels.isInteger()) return;
    QPDFObjectHandle bits = image.getKey("/BitsPerComponent");
    QPDFObjectHandle mask = image.getKey("/ImageMask");
    largest_.area = area;
    largest_.dpi = static_cast<double>(pixels.getIntValue()) / (width / 72);
    largest_.bitonal = (bits.isInteger() && bits.getIntValue() == 1) || (mask.isBool() && mask.getBoolValue());
  }

  QPDFObjectHandle resources_;
  Matrix matrix_;
  int depth_;
  LargestImage& largest_;
  std::vector<Matrix> stack_;
  std::vector<QPDFObjectHandle> operands_;
};

Status PdfError(const std::string& name, const std::exception& error) {
  const auto* problem = dynamic_cast<const QPDFExc*>(&error);
  const bool password = problem != nullptr && problem->getErrorCode() == qpdf_e_password;
  if (password) return Status(StatusCode::kUnsupported, "open " + name + ": it is protected by a password; hand it in without one");
  return Status(StatusCode::kBadInput, "open " + name + ": " + (problem != nullptr ? problem->getMessageDetail() : error.what()));
}

void Open(QPDF& pdf, std::string_view bytes, const std::string& name) {
  pdf.setSuppressWarnings(true);
  pdf.processMemoryFile(name.c_str(), bytes.data(), bytes.size());
}

}  // namespace

Result<std::uint32_t> CountPdfPages(std::string_view bytes, const std::string& name, const ImagingLimits& limits) {
  try {
    QPDF pdf;
    Open(pdf, bytes, name);
    const std::size_t pages = pdf.getAllPages().size();
    if (pages == 0) return Status(StatusCode::kBadInput, "open " + name + ": it has no pages");
    if (pages > limits.pages) {
      return Status(StatusCode::kResourceLimit, "open " + name + ": " + std::to_string(pages) + " pages are more than " +
                                                    std::to_string(limits.pages) + "; hand it in as several files");
    }
    return static_cast<std::uint32_t>(pages);
  } catch (const std::exception& error) {
    return PdfError(name, error);
  }
}

Result<PdfPageFacts> ReadPdfPageFacts(std::string_view bytes, const std::string& name, std::uint32_t index) {
  try {
    QPDF pdf;
    Open(pdf, bytes, name);
    const std::vector<QPDFObjectHandle>& pages = pdf.getAllPages();
    if (index >= pages.size()) {
      return Status(StatusCode::kInvalidArgument, "open " + name + ": it has no page " + std::to_string(index + 1));
    }
    QPDFPageObjectHelper page(pages[index]);
    PdfPageFacts facts;
    const QPDFObjectHandle::Rectangle box = page.getCropBox(true).getArrayAsRectangle();
    if (box.urx > box.llx && box.ury > box.lly) {
      facts.width_points = box.urx - box.llx;
      facts.height_points = box.ury - box.lly;
    }
    LargestImage largest;
    ImageFinder finder(page.getAttribute("/Resources", false), {1, 0, 0, 1, 0, 0}, 0, largest);
    page.parseContents(&finder);
    if (largest.area >= kScanCoverage * facts.width_points * facts.height_points) {
      facts.scan_dpi = largest.dpi;
      facts.bitonal_scan = largest.bitonal;
    }
    QPDFObjectHandle turn = page.getAttribute("/Rotate", false);
    if (turn.isInteger() && std::abs(turn.getIntValueAsInt()) % 180 == 90) std::swap(facts.width_points, facts.height_points);
    return facts;
  } catch (const std::exception& error) {
    return PdfError(name, error);
  }
}

}  // namespace sohoa
