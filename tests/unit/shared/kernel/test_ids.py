from shared.kernel.ids import id_after, id_before, new_id


def test_the_ids_next_to_an_id_sort_directly_beside_it() -> None:
    one = new_id()
    assert id_before(one) < one < id_after(one)
    assert id_after(id_before(one)) == one == id_before(id_after(one))
