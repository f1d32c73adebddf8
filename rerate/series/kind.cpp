#include "rerate/series/kind.h"

#include <iterator>

namespace rerate {
namespace {
constexpr std::string_view kNames[] = {"level", "price_index", "total_return_index", "return",
                                       "rate",  "spread",      "diffusion_index",    "balance",
                                       "ratio", "score",       "indicator"};
}

std::string_view to_string(Kind kind) { return kNames[static_cast<int>(kind)]; }

std::optional<Kind> parse_kind(std::string_view text) {
  for (std::size_t i = 0; i < std::size(kNames); ++i)
    if (kNames[i] == text) return static_cast<Kind>(i);
  return std::nullopt;
}

}  // namespace rerate
