// SPDX-License-Identifier: Apache-2.0
//
// SOHOA_EMBED_FILE(name, path): a file becomes part of the program, as NAME_begin and NAME_end.
// The assembler takes it in: as an array the compiler would parse each of its bytes. To be used
// once for each name, outside of all namespaces.
#pragma once

#include <cstddef>
#include <string_view>

#define SOHOA_EMBED_FILE(name, path)   \
  asm(".pushsection .rodata\n"         \
      ".balign 16\n" #name "_begin:\n" \
      ".incbin \"" path "\"\n" #name   \
      "_end:\n"                        \
      ".popsection\n");                \
  extern "C" const char name##_begin[]; \
  extern "C" const char name##_end[]

namespace sohoa {

inline std::string_view EmbeddedBytes(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace sohoa
