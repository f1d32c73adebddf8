// Searches the seeds of rerate/multiverse/sobol_points.cpp and writes them, separated by commas: for each dimension in turn that of 0..999
// whose pairs with the dimensions before have the least sum of 3^t over 2^5, 2^7, 2^9 and 2^11 points. By hand, some 20 s:
//   g++ -std=c++20 -O2 -I. tests/oracles/sobol_seeds.cpp build/release/library/base/librerate_base.a -ltbb -lfmt
#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <vector>

#include "rerate/base/random_stream.h"

namespace {

constexpr int kDigits = 12;
using Rows = std::array<std::uint32_t, kDigits>;  // of a generator matrix: digit c of row r, from the lowest

bool primitive(std::uint32_t polynomial, int degree) {
  std::uint32_t power = 1, order = 0;
  do {
    power <<= 1;
    if (power >> degree) power ^= polynomial;
    ++order;
  } while (power != 1 && order < 1u << degree);
  return order == (1u << degree) - 1;
}

Rows rows(std::uint32_t polynomial, std::uint64_t seed) {
  const int degree = std::bit_width(polynomial) - 1;
  const rerate::RandomStream random(seed, 0);
  std::array<std::uint64_t, kDigits> odd{};
  for (int i = 0; i < kDigits; ++i) {
    if (degree == 0) {
      odd[i] = 1;
    } else if (i < degree) {
      odd[i] = (random.bits(i) & ((std::uint64_t{2} << i) - 1)) | 1;
    } else {
      odd[i] = odd[i - degree] ^ (odd[i - degree] << degree);
      for (int k = 1; k < degree; ++k)
        if (polynomial >> (degree - k) & 1) odd[i] ^= odd[i - k] << k;
    }
  }
  Rows made{};
  for (int column = 0; column < kDigits; ++column)
    for (int row = 0; row <= column; ++row) made[row] |= (odd[column] >> (column - row) & 1) << column;
  return made;
}

bool independent(const Rows& one, int of_one, const Rows& other, int of_other, int m) {
  std::array<std::uint32_t, kDigits> leading{};
  for (int i = 0; i < of_one + of_other; ++i) {
    auto row = (i < of_one ? one[i] : other[i - of_one]) & ((1u << m) - 1);
    while (row && leading[std::bit_width(row) - 1]) row ^= leading[std::bit_width(row) - 1];
    if (!row) return false;
    leading[std::bit_width(row) - 1] = row;
  }
  return true;
}

// The least t for which the first 2^m points are a (t, m, 2)-net.
int quality(const Rows& one, const Rows& other, int m) {
  for (int k = 1; k <= m; ++k)
    for (int of_one = 0; of_one <= k; ++of_one)
      if (!independent(one, of_one, other, k - of_one, m)) return m - k + 1;
  return 0;
}

double badness(const Rows& added, const std::vector<Rows>& before, double enough) {
  double sum = 0;
  for (const auto& one : before) {
    for (int m = 5; m <= 11; m += 2) {
      double power = 1;
      for (int t = quality(added, one, m); t > 0; --t) power *= 3;
      sum += power;
    }
    if (sum >= enough) break;
  }
  return sum;
}

}  // namespace

int main() {
  std::vector<Rows> chosen = {rows(1, 0)};
  for (int degree = 1; chosen.size() < 62; ++degree)
    for (std::uint32_t one = (1u << degree) | 1; one < 2u << degree && chosen.size() < 62; one += 2) {
      if (!primitive(one, degree)) continue;
      double least = std::numeric_limits<double>::infinity();
      std::uint64_t best = 0;
      for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        const double bad = badness(rows(one, seed), chosen, least);
        if (bad >= least) continue;
        least = bad;
        best = seed;
      }
      chosen.push_back(rows(one, best));
      std::printf("%llu, ", static_cast<unsigned long long>(best));
    }
  std::printf("\n");
}
