// SPDX-License-Identifier: Apache-2.0
//
// Reads a plain or Markdown text of an official paper into the parts that the layouts draw.
#include <algorithm>
#include <sstream>

#include "samples/markup.h"
#include "samples/papers.h"

namespace sohoa {
namespace {

void Replace(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

std::string Trim(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string> Split(const std::string& text, char by) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, by);) parts.push_back(Trim(part));
  if (!text.empty() && text.back() == by) parts.emplace_back();
  return parts;
}

// Tells by what lower-case ASCII there is: Vietnamese words are never without.
bool IsUpperCase(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// Takes a line apart as the state of the paper so far tells what it must be.
class TextReader {
 public:
  OfficialPaper Read(std::string_view text, SampleKind layout);

 private:
  void ReadLine(std::string line);
  bool ReadHead(const std::string& plain, const std::string& line);
  void ReadFoot(const std::string& plain, const std::string& line);
  void ReadRow(const std::string& line);
  void ReadAppendixHead(const std::string& plain);

  enum class Part { kHead, kBody, kRecipients, kSigner, kAppendix };
  Part part_ = Part::kHead;
  bool heading_ = false;  // the line had # in front
  OfficialPaper paper_;
};

bool TextReader::ReadHead(const std::string& plain, const std::string& line) {
  std::string by_hand = line;
  // Services give what was written by hand as emphasis.
  for (bool open = true; by_hand.find('*') != std::string::npos; open = !open) {
    by_hand.replace(by_hand.find('*'), 1, open ? "⟦" : "⟧");
  }
  if (plain.starts_with("Số:")) {
    paper_.number = by_hand;
  } else if (plain.starts_with("V/v") || plain.starts_with("Về việc")) {
    (paper_.type_name.empty() ? paper_.letter_subject : paper_.subject) = plain;
  } else if (plain.find(", ngày ") != std::string::npos && plain.size() < 80) {
    paper_.place_and_date = by_hand;
  } else if (plain.starts_with("Kính gửi")) {
    paper_.addressees = {Trim(plain.substr(plain.find(':') + 1))};
  } else if (plain.starts_with("CỘNG HÒA XÃ HỘI") || plain.starts_with("Độc lập")) {
    // Every paper has these; the layout brings them.
  } else if (!heading_ && paper_.number.empty() && IsUpperCase(plain)) {
    paper_.issuer.push_back(plain);
  } else if (heading_ && paper_.type_name.empty()) {
    paper_.type_name = plain;
  } else if (heading_ && paper_.subject.empty()) {
    paper_.subject = plain;
  } else {
    return false;
  }
  return true;
}

void TextReader::ReadFoot(const std::string& plain, const std::string& line) {
  const bool item = plain.starts_with("- ");
  if (part_ == Part::kRecipients && item) {
    std::string one = plain.substr(2);
    while (!one.empty() && (one.back() == ';' || one.back() == '.')) one.pop_back();
    paper_.recipients.push_back(one);
  } else if (part_ == Part::kRecipients && line.find("**") == std::string::npos) {
    // The end of an item that was broken over two lines.
    if (!paper_.recipients.empty()) paper_.recipients.back() += " " + plain;
  } else {
    const bool upper = plain.find("TM.") == 0 || plain.find("KT.") == 0 || plain.find("TL.") == 0 ||
                       plain.find("CHỦ TỊCH") != std::string::npos ||
                       plain.find("GIÁM ĐỐC") != std::string::npos;
    part_ = Part::kSigner;
    if (upper) {
      paper_.signer_lines.push_back(plain);
    } else {
      paper_.signer_name = plain;
    }
  }
}

void TextReader::ReadAppendixHead(const std::string& plain) {
  AppendixTable& table = *paper_.appendix;
  if (table.label.empty()) {
    table.label = plain;
  } else if (table.title.empty()) {
    table.title = plain;
  } else {
    table.guide += (table.guide.empty() ? "" : " ") + plain;
  }
}

void TextReader::ReadRow(const std::string& line) {
  AppendixTable& table = *paper_.appendix;
  const bool bold = line.find("**") != std::string::npos;
  std::vector<std::string> cells = Split(line, '\t');
  for (std::string& cell : cells) cell = PlainText(cell);
  const bool header = cells.size() > 1 && cells[1] == "Nội dung công việc";
  // Later ones are its repeats; the first cell of one may be missing.
  if (table.columns.empty()) table.columns = cells;
  if (header || table.columns == cells) return;
  std::vector<std::string> filled;
  std::copy_if(cells.begin(), cells.end(), std::back_inserter(filled),
               [](const std::string& cell) { return !cell.empty(); });
  const bool heading = filled.size() == 1 || (filled.size() == 2 && bold);
  if (filled.size() == 1) {
    const std::size_t space = filled[0].find(' ');
    filled = {filled[0].substr(0, space),
              space == std::string::npos ? "" : filled[0].substr(space + 1)};
  }
  if (heading) cells = filled;
  if (!heading) cells.resize(table.columns.size());
  for (std::string& cell : cells) Replace(cell, "; - ", ";\n- ");
  table.rows.push_back(std::move(cells));
}

void TextReader::ReadLine(std::string line) {
  // Not its tabs: they stand for empty cells.
  line.erase(0, line.find_first_not_of(' '));
  line.erase(line.find_last_not_of(" \r") + 1);
  heading_ = line.starts_with('#');
  if (heading_) line.erase(0, line.find_first_not_of("# "));
  Replace(line, "<b>", "**");
  Replace(line, "</b>", "**");
  const std::string plain = Trim(PlainText(line));
  if (plain.empty()) return;
  if (plain.starts_with("PHỤ LỤC") && !paper_.appendix) {
    paper_.appendix.emplace();
    part_ = Part::kAppendix;
  } else if (plain == "Nơi nhận:") {
    part_ = Part::kRecipients;
    return;
  }
  if (part_ == Part::kAppendix) {
    if (line.find('\t') != std::string::npos || !paper_.appendix->columns.empty()) {
      ReadRow(line);
    } else {
      ReadAppendixHead(plain);
    }
  } else if (part_ == Part::kRecipients || part_ == Part::kSigner) {
    ReadFoot(plain, line);
  } else if (part_ != Part::kHead || !ReadHead(plain, line)) {
    part_ = Part::kBody;
    // Headings are bold as a whole.
    paper_.body.push_back(
        {heading_ ? ParagraphKind::kHeading : ParagraphKind::kBody, heading_ ? plain : line});
  }
}

OfficialPaper TextReader::Read(std::string_view text, SampleKind layout) {
  std::stringstream stream{std::string(text)};
  for (std::string line; std::getline(stream, line);) ReadLine(line);
  if (paper_.appendix) {
    AppendixTable& table = *paper_.appendix;
    if (table.columns.size() == 6) {
      table.shares = {0.06, 0.32, 0.165, 0.155, 0.14, 0.16};
    } else {
      table.shares.assign(table.columns.size(), 1.0 / static_cast<double>(table.columns.size()));
    }
  }
  for (const std::string& line : paper_.issuer) {
    paper_.seal_text += (paper_.seal_text.empty() ? "" : " ") + line;
  }
  if (paper_.appendix) NoteTable(*paper_.appendix, paper_.truth);
  paper_.truth.class_code = layout == SampleKind::kPlan ? "KH" : "CV";
  if (layout == SampleKind::kLetter) {
    if (paper_.letter_subject.empty()) paper_.letter_subject = paper_.subject;
    paper_.type_name.clear();
    paper_.subject.clear();
  }
  return std::move(paper_);
}

}  // namespace

OfficialPaper PaperOfText(std::string_view text, SampleKind layout) {
  return TextReader().Read(text, layout);
}

}  // namespace sohoa
