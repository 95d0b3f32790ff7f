// SPDX-License-Identifier: Apache-2.0
//
// HTTPS as OpenSSL's own client asks for it, with a certificate that was just made.
#pragma once

#include <cstdint>
#include <string>

namespace sohoa {

// A certificate of localhost that it signed itself, and its key.
void WriteCertificate(const std::string& certificate_file, const std::string& key_file);

// The whole answer of a server on this host to a request after which it ends the connection; empty where no connection of
// at most the version `highest` (TLS1_3_VERSION) comes about. `version` gets the one spoken.
std::string AskOverTls(std::uint16_t port, int highest, const std::string& request, std::string* version = nullptr);

}  // namespace sohoa
