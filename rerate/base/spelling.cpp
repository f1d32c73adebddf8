#include "rerate/base/spelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rerate {

int edit_distance(std::string_view a, std::string_view b) {
  constexpr std::size_t kLongest = 64;
  a = a.substr(0, kLongest);
  b = b.substr(0, kLongest);
  std::array<std::array<int, kLongest + 1>, kLongest + 1> cost{};
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = static_cast<int>(i);
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int substitution = cost[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, substitution});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  return cost[a.size()][b.size()];
}

std::string nearest(std::string_view word, std::span<const std::string> candidates) {
  int best = std::max(1, static_cast<int>(word.size()) / 3) + 1;
  std::string found;
  for (const auto& candidate : candidates)
    if (const int distance = edit_distance(word, candidate); distance < best) {
      best = distance;
      found = candidate;
    }
  return found;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates,
                         std::string otherwise) {
  const auto found = nearest(word, candidates);
  return found.empty() ? std::move(otherwise) : fmt::format("did you mean `{}`?", found);
}

}  // namespace rerate
