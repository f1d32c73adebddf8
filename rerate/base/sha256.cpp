#include "rerate/base/sha256.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include "rerate/base/error.h"

namespace rerate {

struct Sha256::Context {
  EVP_MD_CTX* handle = EVP_MD_CTX_new();
  ~Context() { EVP_MD_CTX_free(handle); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  RERATE_ASSERT(EVP_DigestInit_ex(context_->handle, EVP_sha256(), nullptr) == 1, "libcrypto");
}

Sha256::~Sha256() = default;

void Sha256::add(std::span<const std::byte> bytes) {
  RERATE_ASSERT(EVP_DigestUpdate(context_->handle, bytes.data(), bytes.size()) == 1, "libcrypto");
}

void Sha256::add(std::string_view text) { add(std::as_bytes(std::span(text.data(), text.size()))); }

std::string Sha256::finish() {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  RERATE_ASSERT(EVP_DigestFinal_ex(context_->handle, digest, &length) == 1, "libcrypto");
  std::string text;
  for (unsigned int i = 0; i < length; ++i) text += fmt::format("{:02x}", digest[i]);
  return text;
}

}  // namespace rerate
