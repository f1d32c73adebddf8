#pragma once

// 128-bit floating point in software, in which functions are computed whose results must not depend on the
// processor: rounded once to double, they are the correctly rounded ones but for cases of probability below 2^-40.
// An addition or multiplication takes 20 to 50 ns, a function of these 1 to 2 us.
#if defined(__x86_64__)
// libquadmath's, declared here because its header is GCC's alone and clang builds the fuzzers.
extern "C" {
__extension__ __float128 expq(__float128);
__extension__ __float128 logq(__float128);
__extension__ __float128 erfcq(__float128);
__extension__ __float128 lgammaq(__float128);
__extension__ __float128 sinq(__float128);
__extension__ __float128 cosq(__float128);
}

namespace rerate {
__extension__ using Quad = __float128;
inline Quad quad_exp(Quad x) { return expq(x); }
inline Quad quad_log(Quad x) { return logq(x); }
inline Quad quad_erfc(Quad x) { return erfcq(x); }
inline Quad quad_log_gamma(Quad x) { return lgammaq(x); }
inline Quad quad_sin(Quad x) { return sinq(x); }
inline Quad quad_cos(Quad x) { return cosq(x); }
}  // namespace rerate
#else
#include <cmath>

namespace rerate {
using Quad = long double;  // binary128 on the other platforms we build for (arm64)
static_assert(sizeof(Quad) == 16);
inline Quad quad_exp(Quad x) { return std::exp(x); }
inline Quad quad_log(Quad x) { return std::log(x); }
inline Quad quad_erfc(Quad x) { return std::erfc(x); }
inline Quad quad_log_gamma(Quad x) { return std::lgamma(x); }
inline Quad quad_sin(Quad x) { return std::sin(x); }
inline Quad quad_cos(Quad x) { return std::cos(x); }
}  // namespace rerate
#endif

namespace rerate {
// pi, 1 / sqrt(2) and 1 / sqrt(2 pi) to 33 digits: a double and what it leaves.
inline constexpr Quad quad_pi =
    static_cast<Quad>(3.14159265358979312) + static_cast<Quad>(1.22464679914735321e-16);
inline constexpr Quad quad_half_root =
    static_cast<Quad>(0.707106781186547573) + static_cast<Quad>(-4.83364665672645673e-17);
inline constexpr Quad quad_root_of_two_pi =
    static_cast<Quad>(2.50662827463100069) + static_cast<Quad>(-1.83285799804591668e-16);
}  // namespace rerate
