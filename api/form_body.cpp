// SPDX-License-Identifier: Apache-2.0
#include "api/form_body.h"

#include <algorithm>

namespace sohoa {
namespace {

constexpr std::size_t kMostParts = 1'000;
constexpr std::size_t kLongestPartHead = 8 << 10;
constexpr std::size_t kLongestBoundary = 70;

Status NoForm(const char* why) { return Status(StatusCode::kBadInput, std::string("read form: ") + why); }

std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

// The value of ;name="value" or ;name=value behind the first word of a header.
std::optional<std::string> ParameterOf(std::string_view header, std::string_view name) {
  const std::string lower = LowerAscii(header);
  for (std::size_t at = lower.find(';'); at != std::string::npos; at = lower.find(';', at + 1)) {
    std::size_t begin = lower.find_first_not_of("; \t", at);
    if (begin == std::string::npos || lower.compare(begin, name.size(), name) != 0) continue;
    begin += name.size();
    if (begin >= header.size() || header[begin] != '=') continue;
    ++begin;
    if (begin >= header.size() || header[begin] != '"') return std::string(header.substr(begin, header.find_first_of("; \t", begin) - begin));
    std::string value;
    for (std::size_t i = begin + 1; i < header.size() && header[i] != '"'; ++i) {
      if (header[i] == '\\' && i + 1 < header.size() && (header[i + 1] == '"' || header[i + 1] == '\\')) ++i;
      value += header[i];
    }
    return value;
  }
  return std::nullopt;
}

// The name of a part's file; none where it is none.
std::optional<std::string> FileNameIn(std::string_view head) {
  while (!head.empty()) {
    const std::size_t end = head.find("\r\n");
    const std::string_view line = head.substr(0, end);
    head = end == std::string_view::npos ? std::string_view() : head.substr(end + 2);
    constexpr std::string_view kDisposition = "content-disposition:";
    if (LowerAscii(line.substr(0, kDisposition.size())) != kDisposition) continue;
    std::optional<std::string> name = ParameterOf(line.substr(kDisposition.size()), "filename");
    if (name) name->erase(0, name->find_last_of("/\\") + 1);
    return name;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> FormBoundaryOf(std::string_view content_type) {
  constexpr std::string_view kForm = "multipart/form-data";
  if (LowerAscii(content_type.substr(0, kForm.size())) != kForm) return std::nullopt;
  std::optional<std::string> boundary = ParameterOf(content_type, "boundary");
  const auto allowed = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || std::string_view("'()+_,-./:=?").find(c) != std::string_view::npos; };
  if (!boundary || boundary->empty() || boundary->size() > kLongestBoundary || !std::all_of(boundary->begin(), boundary->end(), allowed)) return std::nullopt;
  return boundary;
}

Result<std::vector<FormFile>> FilesOfForm(std::string_view body, std::string_view boundary) {
  std::vector<FormFile> files;
  const std::string between = "\r\n--" + std::string(boundary);
  // The first one may stand at the very beginning.
  const std::string_view first = std::string_view(between).substr(2);
  std::size_t at = body.starts_with(first) ? first.size() : body.find(between);
  if (at == std::string_view::npos) return NoForm("its boundary is not in it");
  if (!body.starts_with(first)) at += between.size();
  for (std::size_t parts = 0;; ++parts) {
    if (body.substr(at, 2) == "--") return files;
    if (parts == kMostParts) return NoForm("it has too many parts");
    const std::size_t line = body.find_first_not_of(" \t", at);
    if (line == std::string_view::npos || body.substr(line, 2) != "\r\n") return NoForm("a boundary does not end its line");
    // An empty head ends where it begins.
    const std::size_t head = line + 2;
    const std::size_t head_end = body.substr(head, 2) == "\r\n" ? head : body.substr(0, head + kLongestPartHead).find("\r\n\r\n", head);
    if (head_end == std::string_view::npos) return NoForm("a part has no end of its head");
    const std::size_t begin = head_end + (head_end == head ? 2 : 4);
    // The end of the head may be that of an empty part as well.
    const std::size_t end = body.find(between, begin - 2);
    if (end == std::string_view::npos) return NoForm("a part has no end");
    if (std::optional<std::string> name = FileNameIn(body.substr(head, head_end - head))) {
      files.push_back({std::move(*name), body.substr(begin, end < begin ? 0 : end - begin)});
    }
    at = end + between.size();
  }
}

}  // namespace sohoa
