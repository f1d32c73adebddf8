#include "rerate/time_series/johansen_distribution.h"

#include <array>
#include <cmath>

#include "rerate/base/error.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

using Coefficients = std::array<double, 5>;
using ByCase = std::array<Coefficients, 4>;  // by JohansenCase

// Of n^2, n, 1, [n = 1], [n = 2].
constexpr ByCase kTraceMean{{{2, -1.00, 0.07, 0.07, 0},
                             {2, 2.01, 0, 0.06, 0.05},
                             {2, 1.05, -1.55, -0.50, -0.23},
                             {2, 4.05, 0.50, -0.23, -0.07}}};
constexpr ByCase kTraceVariance{{{3, -0.33, -0.55, 0, 0},
                                 {3, 3.60, 0.75, -0.40, -0.30},
                                 {3, 1.80, 0, -2.80, -1.10},
                                 {3, 5.70, 3.20, -1.30, -0.50}}};

// Of n, 1, [n = 1], [n = 2], sqrt(n).
constexpr ByCase kMaxMean{{{6.0019, -2.7558, 0.67185, 0.11490, -2.7764},
                           {5.9498, 0.43402, 0.048360, 0.018198, -2.3669},
                           {5.8271, -1.6487, -1.6118, -0.25949, -1.5666},
                           {5.8658, 2.5595, -0.34443, -0.077991, -1.7552}}};
constexpr ByCase kMaxVariance{{{1.8806, -15.499, 1.1136, 0.070508, 14.714},
                               {2.2231, -7.9064, 0.58592, -0.034324, 12.058},
                               {2.0785, -9.7846, -3.3680, -0.24528, 13.074},
                               {1.9955, -5.5428, 1.2425, 0.41949, 12.841}}};

double combine(const Coefficients& coefficients, const Coefficients& terms) {
  double sum = 0;
  for (std::size_t i = 0; i < terms.size(); ++i) sum += coefficients[i] * terms[i];
  return sum;
}

double tail(double statistic, const ByCase& means, const ByCase& variances, JohansenCase deterministic,
            const Coefficients& terms) {
  const auto row = static_cast<std::size_t>(deterministic);
  const double mean = combine(means[row], terms), variance = combine(variances[row], terms);
  return statistic <= 0 ? 1 : gamma_tail(statistic, mean * mean / variance, variance / mean);
}

}  // namespace

double johansen_trace_p(double statistic, JohansenCase deterministic, int common_trends) {
  RERATE_ASSERT(common_trends >= 1, "common trends");
  const double n = common_trends;
  return tail(statistic, kTraceMean, kTraceVariance, deterministic,
              {n * n, n, 1, common_trends == 1 ? 1.0 : 0, common_trends == 2 ? 1.0 : 0});
}

double johansen_max_eigenvalue_p(double statistic, JohansenCase deterministic, int common_trends) {
  RERATE_ASSERT(common_trends >= 1, "common trends");
  const double n = common_trends;
  return tail(statistic, kMaxMean, kMaxVariance, deterministic,
              {n, 1, common_trends == 1 ? 1.0 : 0, common_trends == 2 ? 1.0 : 0, std::sqrt(n)});
}

}  // namespace rerate
