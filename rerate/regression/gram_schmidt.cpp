#include "rerate/regression/gram_schmidt.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "rerate/base/vector_clones.h"
#include "rerate/regression/column_pass.h"

namespace rerate {
namespace {

// Products of column `lead` with itself and those behind it, after `shares` of the column before it went out of them.
RERATE_VECTOR_CLONES void sweep(PaddedColumns& columns, Index lead, const double* shares, double* products) {
  const Index behind = columns.columns() - lead;
  for (Index done = 0; done < behind; done += tile) {
    const ColumnPass pass{lead > 0 ? columns.column(lead - 1) : nullptr,
                          columns.column(lead),
                          columns.column(lead + done),
                          columns.stride(),
                          columns.padded_rows(),
                          shares + done,
                          products + done};
    const Index width = std::min(tile, behind - done);
    if (lead == 0)
      done == 0 ? run_pass<false, true>(pass, width) : run_pass<false, false>(pass, width);
    else
      done == 0 ? run_pass<true, true>(pass, width) : run_pass<true, false>(pass, width);
  }
}

}  // namespace

GramSchmidt gram_schmidt(PaddedColumns& columns) {
  const Index k = columns.columns() - 1;
  GramSchmidt result{Matrix::Zero(k, k), Vector(k), 0};
  std::vector<double> work(static_cast<std::size_t>(2 * k + 2));
  double *shares = work.data(), *products = shares + k + 1;
  for (Index lead = 0; lead <= k; ++lead) {
    sweep(columns, lead, shares, products);
    if (lead == k) break;
    const double square = products[0], length = std::sqrt(square);
    result.triangle(lead, lead) = length;
    for (Index behind = 1; behind <= k - lead; ++behind) {
      const double share = square > 0 ? products[behind] / square : 0;
      const double projection = share * length;
      if (lead + behind < k)
        result.triangle(lead, lead + behind) = projection;
      else
        result.projections[lead] = projection;
      shares[behind - 1] = share;
    }
  }
  result.residual_square = products[0];
  return result;
}

}  // namespace rerate
