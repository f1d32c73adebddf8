#pragma once

namespace rerate {

// exp, log and power with the same bits on every processor. The C library picks among several
// implementations by what the processor can do (with and without fused multiply-add), and their last bits differ;
// these compute in 128-bit software floating point and round once, so the result is the correctly rounded one
// but for cases of probability about 2^-50. About a microsecond a call. Special values as in <cmath>.
double reproducible_exp(double x);
double reproducible_exp2(double x);
double reproducible_log(double x);
double reproducible_power(double base, double exponent);

}  // namespace rerate
