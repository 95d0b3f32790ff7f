// SPDX-License-Identifier: Apache-2.0
//
// Pages as a reader would give them, set line by line in code.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "core/page.h"
#include "core/vietnamese.h"
#include "documents/understanding.h"

namespace sohoa {

class PageLayout {
 public:
  PageLayout() {
    record_.id = "p";
    record_.geometry.width = 2480;
    record_.geometry.height = 3508;
    record_.geometry.scanned_width = 2480;
    record_.geometry.scanned_height = 3508;
    record_.geometry.dpi = 300;
    record_.text.engine = "tesseract 5.3.0";
    record_.text.model = "vie";
    record_.text.blocks.emplace_back();
  }

  // A line whose first word begins at `x` and whose middle is at `y`, fractions of the page.
  PageLayout& Line(double x, double y, std::string_view text, double confidence = 0.96,
                   InkKind ink = InkKind::kPrint) {
    record_.text.blocks.front().lines.emplace_back();
    left_ = static_cast<int>(x * record_.geometry.width);
    y_ = y;
    return Add(text, confidence, ink);
  }
  // Goes on with the last line.
  PageLayout& Add(std::string_view text, double confidence = 0.96, InkKind ink = InkKind::kPrint) {
    sohoa::Line& line = record_.text.blocks.front().lines.back();
    const int top = static_cast<int>(y_ * record_.geometry.height) - kHeight / 2;
    std::string word;
    const auto flush = [&] {
      if (word.empty()) return;
      const int width = static_cast<int>(ToCodePoints(word).size()) * kLetter;
      line.words.push_back(
          {word, {left_, top, left_ + width, top + kHeight}, confidence, ink, false, false, {}});
      line.box = Union(line.box, line.words.back().box);
      left_ += width + kSpace;
      word.clear();
    };
    for (const char c : text) {
      if (c == ' ')
        flush();
      else
        word += c;
    }
    flush();
    return *this;
  }
  PageLayout& Gap(double width) {
    left_ += static_cast<int>(width * record_.geometry.width);
    return *this;
  }
  // Centred on the page.
  PageLayout& Centre(double y, std::string_view text, double confidence = 0.96) {
    const auto letters = static_cast<double>(ToCodePoints(text).size());
    return Line(0.5 - letters * (kLetter - 2) / 2.0 / record_.geometry.width, y, text, confidence);
  }
  PageLayout& Original(std::string_view name, std::uint32_t place) {
    record_.source.original = Sha256::Of(name);
    record_.source.place = place;
    return *this;
  }
  PageLayout& Code(std::string_view text) {
    record_.barcodes.push_back({"Code128", std::string(text), {1500, 300, 2100, 400}});
    return *this;
  }
  PageLayout& Grid(const std::vector<std::vector<std::string>>& rows, double top = 0.1) {
    TableGrid grid;
    grid.rows = static_cast<int>(rows.size());
    grid.columns = static_cast<int>(rows.front().size());
    const int y = static_cast<int>(top * record_.geometry.height);
    grid.box = {200, y, 2300, y + 100 * grid.rows};
    const int width = 2100 / grid.columns;
    for (int r = 0; r < grid.rows; ++r) {
      for (int c = 0; c < grid.columns; ++c) {
        const Box box{200 + c * width, y + r * 100, 200 + (c + 1) * width, y + (r + 1) * 100};
        const auto& text = rows[static_cast<std::size_t>(r)][static_cast<std::size_t>(c)];
        grid.cells.push_back({r, c, 1, 1, box, text});
      }
    }
    record_.text.tables.push_back(std::move(grid));
    return *this;
  }
  const PageRecord& record() const { return record_; }
  PageRecord& record() { return record_; }

 private:
  static constexpr int kHeight = 50;
  static constexpr int kLetter = 22;
  static constexpr int kSpace = 18;
  PageRecord record_;
  int left_ = 0;
  double y_ = 0;
};

// Both columns of the rows of Quốc hiệu and Tiêu ngữ as one line each, as readers give them.
inline PageLayout& Head(PageLayout& page, std::string_view superior, std::string_view organ) {
  page.Line(0.13, 0.07, superior).Line(0.52, 0.07, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  page.Line(0.16, 0.09, organ).Line(0.60, 0.09, "Độc lập - Tự do - Hạnh phúc");
  return page;
}

struct ReadDocument {
  DocumentType type;
  std::vector<FieldValue> fields;

  const FieldValue* Field(std::string_view code) const {
    for (const FieldValue& field : fields) {
      if (field.code == code) return &field;
    }
    return nullptr;
  }
  std::string Value(std::string_view code) const {
    const FieldValue* field = Field(code);
    return field == nullptr ? "(none)" : field->normalized;
  }
};

// The field with this code; a test without it has failed.
inline const FieldValue& Field(const ReadDocument& read, std::string_view code) {
  const FieldValue* field = read.Field(code);
  if (field == nullptr) throw std::runtime_error("no field " + std::string(code));
  return *field;
}

// True where the check was made, with that result.
inline bool Has(const FieldValue& field, std::string_view rule, bool pass) {
  return std::any_of(field.validation.begin(), field.validation.end(),
                     [&](const FieldValidation& v) { return v.rule == rule && v.pass == pass; });
}

inline ReadDocument Understand(const std::vector<const PageRecord*>& pages) {
  ReadDocument out;
  std::vector<std::uint32_t> numbers;
  for (std::size_t i = 0; i < pages.size(); ++i)
    numbers.push_back(static_cast<std::uint32_t>(i + 1));
  out.type = ClassifyDocument(pages);
  out.fields = ExtractFields(pages, numbers, out.type);
  return out;
}

}  // namespace sohoa
