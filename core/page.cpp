// SPDX-License-Identifier: Apache-2.0
#include "core/page.h"

namespace sohoa {
namespace {

// RFC 4648 base 32, lower case, no padding: safe in URLs and on file systems that fold case.
std::string Base32(std::string_view bytes, std::size_t digits) {
  static constexpr char kDigits[] = "abcdefghijklmnopqrstuvwxyz234567";
  std::string out;
  unsigned buffer = 0;
  int bits = 0;
  for (char byte : bytes) {
    buffer = (buffer << 8) | static_cast<unsigned char>(byte);
    bits += 8;
    while (bits >= 5 && out.size() < digits) {
      bits -= 5;
      out += kDigits[(buffer >> bits) & 31];
    }
  }
  return out;
}

// Length in front, so that no two sources give the same bytes.
void AppendPart(std::string_view part, std::string& out) {
  out += std::to_string(part.size());
  out += ':';
  out += part;
}

}  // namespace

std::string_view PaperOf(const PageLayer& layer) {
  const std::string_view bytes = layer.bytes;
  return layer.paper.size < bytes.size() ? bytes.substr(0, static_cast<std::size_t>(layer.paper.size)) : std::string_view();
}

std::string_view MaskOf(const PageLayer& layer) {
  const std::string_view bytes = layer.bytes;
  return layer.paper.size < bytes.size() ? bytes.substr(static_cast<std::size_t>(layer.paper.size)) : std::string_view();
}

std::string MakeId(char prefix, std::string_view name) {
  const Sha256 hash = Sha256::Of(name);
  const std::string_view bytes(reinterpret_cast<const char*>(hash.bytes.data()), hash.bytes.size());
  return prefix + Base32(bytes, 26);
}

std::string MakePageId(const PageSource& source) {
  std::string name;
  AppendPart(source.dossier, name);
  AppendPart(source.batch, name);
  AppendPart(std::to_string(source.place), name);
  AppendPart(source.original.Hex(), name);
  AppendPart(std::to_string(source.index), name);
  return MakeId('p', name);
}

}  // namespace sohoa
