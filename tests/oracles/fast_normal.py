"""Coefficients of rerate/statistics/normal_kernel.h: prints them, and how far the polynomial is from the function.

usage (needs mpmath, 40 digits): python3 tests/oracles/fast_normal.py

Mills's ratio without its density's constant, R(x) = P(N > x) exp(x^2/2), is (x + K) R(x) = P(t) with t = (x - K) / (x + K) in
[-1, 1): smooth up to t = 1, so its Chebyshev series ends soon (the substitution of Shepherd and Laframboise 1981). K = 4.5 needs
24 terms for an error of 1e-16; they are told as powers of t.
"""
import mpmath as mp

mp.mp.dps = 40
K, TERMS, NODES = mp.mpf("4.5"), 24, 48


def asymptotic(x):
    total, term, n = mp.mpf(0), mp.mpf(1), 0
    while abs(term) > mp.mpf(10) ** -38:
        total, n = total + term, n + 1
        term *= -(2 * n - 1) / (x * x)
    return total / (x * mp.sqrt(2 * mp.pi))


def ratio(x):
    return asymptotic(x) if x > 60 else mp.erfc(x / mp.sqrt(2)) / 2 * mp.exp(x * x / 2)


def chebyshev():
    angles = [mp.pi * (2 * j + 1) / (2 * NODES) for j in range(NODES)]
    places = [K * (1 + mp.cos(a)) / (1 - mp.cos(a)) for a in angles]
    values = [ratio(x) * (x + K) for x in places]
    series = [2 / mp.mpf(NODES) * sum(v * mp.cos(i * a) for v, a in zip(values, angles)) for i in range(TERMS)]
    series[0] /= 2
    return series


def powers(series):
    before, now = [mp.mpf(1)], [mp.mpf(0), mp.mpf(1)]
    total = [mp.mpf(0)] * TERMS
    for i, share in enumerate(series):
        polynomial = before
        for j, coefficient in enumerate(polynomial):
            total[j] += share * coefficient
        doubled = [mp.mpf(0)] + [2 * c for c in now]
        before, now = now, [a - (before[j] if j < len(before) else 0) for j, a in enumerate(doubled)]
    return total


def main():
    coefficients = [float(c) for c in powers(chebyshev())]
    for c in coefficients:
        print(f"{c:.17g},")
    worst = 0
    for step in range(4000):
        x = mp.mpf(step) ** 2 / 40000  # 0 to 400
        t = (x - K) / (x + K)
        worst = max(worst, abs(mp.polyval(coefficients[::-1], t) / (x + K) / ratio(x) - 1))
    print("largest relative error:", mp.nstr(worst, 3))
    print("sum of their sizes:", mp.nstr(sum(abs(c) for c in coefficients), 4))


if __name__ == "__main__":
    main()
