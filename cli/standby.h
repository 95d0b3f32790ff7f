// SPDX-License-Identifier: Apache-2.0
//
// A server that waits until it may lead an archive that another one serves (docs/adr/0023-standby.md).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "api/http_listener.h"
#include "cli/config.h"
#include "core/result.h"
#include "storage/archive.h"

namespace sohoa {

// Opens the archive as soon as nobody else holds it; looks so every few hundred milliseconds and opens nothing before. Meanwhile
// the address of `listen`, where there is one, answers that it is a standby: /healthz with 200, everything else
// with 503. kCancelled: the process is to end; else as OpenArchive(), but for kUnavailable, which is waited out.
Result<std::unique_ptr<Archive>> AwaitArchive(const Config& config, const std::optional<ListenerOptions>& listen);

}  // namespace sohoa
