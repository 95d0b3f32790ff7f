// SPDX-License-Identifier: Apache-2.0
#include "imaging/vips_start.h"

#include <dlfcn.h>
#include <stdlib.h>

#include <string>

#include <gmodule.h>
#include <vips/vips.h>

namespace sohoa {
namespace {

// libvips looks for modules below this folder where the variable is set, and there are none.
constexpr const char* kHomeVariable = "VIPSHOME";
constexpr const char* kNowhere = "/nonexistent";

// "/usr/lib/x86_64-linux-gnu/vips-modules-8.14/vips-poppler.so": modules stand beside the library.
std::string PdfModulePath() {
  Dl_info library = {};
  if (dladdr(reinterpret_cast<void*>(&vips_version), &library) == 0 || library.dli_fname == nullptr) return "";
  const std::string path = library.dli_fname;
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return "";
  return path.substr(0, slash) + "/vips-modules-" + std::to_string(vips_version(0)) + "." +
         std::to_string(vips_version(1)) + "/vips-poppler.so";
}

// Now, and not when the first PDF comes: by then a reader may be shut off from the file system.
void LoadPdfModule() {
  if (vips_type_find("VipsOperation", "pdfload_buffer") != 0) return;  // built in
  const std::string path = PdfModulePath();
  if (path.empty()) return;
  // A module that is not there shows as a PDF that cannot be drawn.
  GModule* const module = g_module_open(path.c_str(), G_MODULE_BIND_LAZY);
  if (module != nullptr) g_module_make_resident(module);
}

// What GLib's libraries chat may quote a page, and to write it GLib asks who reads, and may load a
// converter of characters: more than a jail allows.
GLogWriterOutput DropMessage(GLogLevelFlags, const GLogField*, gsize, gpointer) { return G_LOG_WRITER_HANDLED; }

}  // namespace

Status StartVips() {
  g_log_set_writer_func(DropMessage, nullptr, nullptr);
  const char* const before = getenv(kHomeVariable);
  const std::string kept = before != nullptr ? before : "";
  setenv(kHomeVariable, kNowhere, 1);
  const bool started = VIPS_INIT("sohoa-reader") == 0;
  if (before != nullptr) {
    setenv(kHomeVariable, kept.c_str(), 1);
  } else {
    unsetenv(kHomeVariable);
  }
  if (!started) {
    const std::string reason = vips_error_buffer();
    vips_error_clear();
    return Status(StatusCode::kInternal, "start libvips: " + reason);
  }
  LoadPdfModule();
  vips_concurrency_set(1);
  vips_cache_set_max(0);
  return Status();
}

}  // namespace sohoa
