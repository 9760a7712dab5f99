"""Median ms of one case of bench:metrics in NumPy, and numbers of its result.

  python3 numpy_times.py CASE.json REFERENCE_FOLDER

CASE.json names the case's kind and its arrays, which lie beside it as raw little-endian numbers.
Prints {"ms": ..., "check": [...], "version": "..."}.
"""
import json
import os
import sys
import time

import numpy as np

WARM_S, ROUND_S, BUDGET_S = 0.3, 0.1, 5
FEWEST_ROUNDS, MOST_ROUNDS = 7, 31


def read_case(path):
    with open(path) as file:
        case = json.load(file)
    folder = os.path.dirname(path)
    arrays = {
        each["name"]: np.fromfile(os.path.join(folder, each["file"]), each["type"]).reshape(each["shape"])
        for each in case["arrays"]
    }
    return case["kind"], arrays


def contender(kind, arrays, reference_folder):
    if kind == "measure":
        sys.path.insert(0, reference_folder)
        import reference

        def measure():
            result = reference.measure(arrays)
            return [result["dlr"], result["nc1"], result["initialSimilarity"]]

        return measure
    if kind == "gram":
        features = np.ascontiguousarray(arrays["transposed"].T)

        def gram():
            square = features.T @ features
            return [square[0, 0], square[0, 1], square[-1, -1]]

        return gram

    def eigen():
        values, vectors = np.linalg.eigh(arrays["square"])
        carried = vectors if kind == "eigen with vectors" else arrays["carried"] @ vectors
        return [values[-1], values[-1 - len(values) // 2], carried[0, -1] ** 2]

    return eigen


def time_calls(call, calls):
    start = time.perf_counter()
    for _ in range(calls):
        call()
    return (time.perf_counter() - start) / calls


def median_ms(call):
    start, newest, calls = time.perf_counter(), 0.0, 0
    while calls < 2 or time.perf_counter() - start < WARM_S:
        newest, calls = time_calls(call, 1), calls + 1
    calls = max(1, int(np.ceil(ROUND_S / newest)))
    rounds = int(min(MOST_ROUNDS, max(FEWEST_ROUNDS, BUDGET_S / (newest * calls))))
    return 1e3 * float(np.median([time_calls(call, calls) for _ in range(rounds)]))


if __name__ == "__main__":
    run = contender(*read_case(sys.argv[1]), sys.argv[2])
    check = [float(value) for value in run()]
    print(json.dumps({"ms": median_ms(run), "check": check, "version": np.__version__}))
