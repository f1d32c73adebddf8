#include "rerate/regression/equal_weighted_cosine.h"

#include "rerate/statistics/quad_precision.h"

namespace rerate {
namespace {

// cos(pi m / (2n)) for m = 0..4n-1. The three-term recurrence loses m^2 units in its last place: nothing in 128 bits.
Vector cosine_circle(Index n) {
  Vector circle(4 * n);
  const Quad first = quad_cos(quad_pi / static_cast<Quad>(2 * n));
  Quad before = 1, now = first;
  circle[0] = 1;
  for (Index m = 1; m <= n; ++m) {
    circle[m] = m == n ? 0 : static_cast<double>(now);
    const Quad next = 2 * first * now - before;
    before = now;
    now = next;
  }
  for (Index m = n + 1; m <= 2 * n; ++m) circle[m] = -circle[2 * n - m];
  for (Index m = 2 * n + 1; m < 4 * n; ++m) circle[m] = circle[4 * n - m];
  return circle;
}

}  // namespace

// The largest B with (B / 0.4)^3 <= n^2, found in whole numbers.
Index cosine_terms_for(Index rows) {
  const double n = static_cast<double>(rows), limit = n * n / 15.625;
  Index terms = 1;
  for (double next = 2; next * next * next <= limit; ++next) ++terms;
  return terms;
}

Matrix equal_weighted_cosine_sum(const Matrix& moments, Index terms) {
  const Index n = moments.rows(), k = moments.cols();
  const Vector circle = cosine_circle(n);
  Matrix sum = Matrix::Zero(k, k);
  Vector cosine(n);
  for (Index j = 1; j <= terms; ++j) {
    Index place = j;  // j (2t - 1) round a circle of 4n
    for (Index t = 0; t < n; ++t) {
      cosine[t] = circle[place];
      place += 2 * j;
      if (place >= 4 * n) place -= 4 * n;
    }
    const Vector transform = moments.transpose() * cosine;
    sum += transform * transform.transpose();
  }
  return sum * (2 / static_cast<double>(terms));
}

}  // namespace rerate
