// SPDX-License-Identifier: Apache-2.0
//
// The HTTP face: health, metrics, search, dossiers, fields, page images, PDFs and the search
// page (docs/API.md). Bodies over the limit, chunked or not, get 413 without being read into
// memory; slow clients are cut off.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "api/oidc/provider.h"
#include "api/query_service.h"
#include "api/served_catalogue.h"
#include "core/result.h"
#include "storage/archive.h"
#include "workers/reader_client.h"

namespace sohoa {

struct HttpOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0 = any free one
  std::uint64_t body_limit = 200ull << 20;
  std::int64_t header_timeout_ms = 10'000;
  std::int64_t idle_timeout_ms = 30'000;
  std::uint32_t max_connections = 512;
  std::uint32_t max_streams = 2'000;
  std::uint32_t threads = 4;
  std::string certificate;  // PEM files: then HTTPS by TLS 1.3 (api/http_listener.h)
  std::string private_key;
  OidcOptions oidc;         // people log in at this provider too, where it has an issuer
  std::vector<std::string> second_look;  // values for two people: api/review/second_look.h
  ServedCatalogue catalogue;
  std::string upload_folder;  // where originals grow that come by and by; empty = a temporary one
  ReaderOptions reader;  // page pictures are decoded and scaled in a reader process
};

class HttpServer {
 public:
  // `archive` and `queries` must outlive it. kUnavailable: the port is taken. kInvalidArgument: `oidc`.
  static Result<std::unique_ptr<HttpServer>> Start(Archive& archive, QueryService& queries,
                                                   HttpOptions options);
  virtual ~HttpServer() = default;  // lets requests in hand finish, for a moment
  virtual std::uint16_t port() const = 0;
};

}  // namespace sohoa
