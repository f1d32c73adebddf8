#include "rerate/base/elementary.h"

#if defined(__x86_64__)
// libquadmath's, declared here because its header is GCC's alone and clang builds the fuzzers.
extern "C" {
__extension__ __float128 expq(__float128);
__extension__ __float128 logq(__float128);
__extension__ __float128 powq(__float128, __float128);
}
#else
#include <cmath>
#endif

namespace rerate {
namespace {

#if defined(__x86_64__)
__extension__ using Quad = __float128;
Quad quad_exp(Quad x) { return expq(x); }
Quad quad_log(Quad x) { return logq(x); }
Quad quad_power(Quad base, Quad exponent) { return powq(base, exponent); }
#else
using Quad = long double;  // binary128 on the other platforms we build for (arm64)
static_assert(sizeof(Quad) == 16);
Quad quad_exp(Quad x) { return std::exp(x); }
Quad quad_log(Quad x) { return std::log(x); }
Quad quad_power(Quad base, Quad exponent) { return std::pow(base, exponent); }
#endif

}  // namespace

double reproducible_exp(double x) { return static_cast<double>(quad_exp(static_cast<Quad>(x))); }

double reproducible_exp2(double x) { return reproducible_power(2, x); }

double reproducible_log(double x) { return static_cast<double>(quad_log(static_cast<Quad>(x))); }

double reproducible_power(double base, double exponent) {
  return static_cast<double>(quad_power(static_cast<Quad>(base), static_cast<Quad>(exponent)));
}

}  // namespace rerate
